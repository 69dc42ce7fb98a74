import type { SampledInput } from './sample.ts';

/** Takes rows away as long as `isEnough` holds, in halves, then quarters, down to single rows. */
export async function fewerRows(
  given: readonly SampledInput[],
  isEnough: (given: readonly SampledInput[]) => Promise<boolean>,
): Promise<SampledInput[]> {
  let kept = [...given];
  for (const at of given.keys()) {
    for (
      let size = Math.ceil((kept[at]?.rows.length ?? 0) / 2);
      size >= 1;
      size = size === 1 ? 0 : Math.ceil(size / 2)
    ) {
      for (let from = 0; from < (kept[at]?.rows.length ?? 0); ) {
        const fewer = kept.map((input, index) =>
          index === at ? { ...input, rows: input.rows.toSpliced(from, size) } : input,
        );
        if (await isEnough(fewer)) kept = fewer;
        else from += size;
      }
    }
  }
  return kept;
}
