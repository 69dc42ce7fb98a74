/**
 * A test for names against a pattern in which `*` is any text, `?` any character, `[ab]` one of these and `[!ab]` any other.
 * Dots and slashes are characters like any other and a bracket that is never closed is itself, which glob libraries,
 * made for paths, see differently.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  if (pattern === '*') return () => true;
  if (!/[*?[]/.test(pattern)) return (text) => text === pattern;
  const source = pattern.replace(/\*+|\?|\[(!?)(\]?[^\]]*)\]|[\\^$.|+(){}[\]]/gu, (found, not, set) => {
    if (found[0] === '*') return '.*';
    if (found === '?') return '.';
    if (set === undefined) return `\\${found}`;
    return oneOf(not === '!', set);
  });
  const expression = new RegExp(`^${source}$`, 'su');
  return (text) => expression.test(text);
}

/** Ranges stay ranges; one that runs backwards holds nothing. */
function oneOf(not: boolean, set: string): string {
  const inside = [...set.matchAll(/(.)-(.)|./gsu)]
    .filter(([, from, to]) => from === undefined || to === undefined || from <= to)
    .map(([text, from, to]) =>
      from !== undefined && to !== undefined ? `${literal(from)}-${literal(to)}` : literal(text),
    )
    .join('');
  if (inside === '') return not ? '.' : '(?!)';
  return `[${not ? '^' : ''}${inside}]`;
}

function literal(character: string): string {
  return /[\\\]^[-]/.test(character) ? `\\${character}` : character;
}
