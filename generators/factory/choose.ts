/** So many of the candidates, those with the smallest ranks, in their own order. */
export function chosen<T extends { readonly rank: number }>(candidates: readonly T[], count: number): T[] {
  const limit = candidates.map(({ rank }) => rank).sort((left, right) => left - right)[count];
  return limit === undefined ? [...candidates] : candidates.filter(({ rank }) => rank < limit);
}
