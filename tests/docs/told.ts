/**
 * Whether what was said is what the page shows. A line `…` stands for any lines, a `…` inside a line for any text in it.
 * Seconds, positions (`3/17`) and the widths of columns are not compared; finished nodes may come in any order unless
 * lines are left out among them. Null when it is; else what differs.
 */
export function difference(shown: string, said: string): string | null {
  const leftOut = lines(shown).includes('…');
  const want = leftOut ? lines(shown) : sorted(lines(shown));
  const have = leftOut ? lines(said) : sorted(lines(said));
  if (matches(want, have)) return null;
  return `not said: ${firstAmiss(want, have)}\n\nsaid:\n${have.join('\n')}\n`;
}

/** The first line that is not there after those before it. */
function firstAmiss(want: readonly string[], have: readonly string[]): string {
  const told = want.findLastIndex((_, index) => matches([...want.slice(0, index), '…'], have));
  return want[told] ?? '';
}

function lines(text: string): string[] {
  return text.replace(/\n+$/, '').split('\n').map(steady);
}

function steady(line: string): string {
  const plain = line.replace(/\b\d+\.\d+s\b/g, '0s').trimEnd();
  return isNode(line)
    ? plain
        .trim()
        .replace(/\b\d+\/\d+\b/, '#/#')
        .replace(/\s+/g, ' ')
    : plain;
}

function isNode(line: string): boolean {
  return /^ *[✓✗⊘!] +(\d+\/\d+|#\/#) /.test(line);
}

/** Each run of finished nodes in the order of the alphabet. */
function sorted(all: readonly string[]): string[] {
  const done: string[] = [];
  let run: string[] = [];
  for (const line of [...all, '']) {
    if (isNode(line)) run.push(line);
    else {
      done.push(...run.sort(), line);
      run = [];
    }
  }
  return done.slice(0, -1);
}

function matches(want: readonly string[], have: readonly string[]): boolean {
  const [first, ...rest] = want;
  if (first === undefined) return have.length === 0;
  if (first === '…') return have.some((_, index) => matches(rest, have.slice(index))) || matches(rest, []);
  return have[0] !== undefined && sameLine(first, have[0]) && matches(rest, have.slice(1));
}

function sameLine(want: string, have: string): boolean {
  const parts = want.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'u').test(have);
}
