import type { Edit, Finding } from './finding.ts';

/** A text with edits made in it; they do not touch one another. */
export function edited(text: string, edits: readonly Edit[]): string {
  let out = text;
  for (const { from, to, text: put } of edits.toSorted((a, b) => b.from - a.from)) {
    out = out.slice(0, from) + put + out.slice(to);
  }
  return out;
}

/** Findings whose edits can be made together, the first ones first; equal edits of several count once. */
export function together(findings: readonly Finding[]): {
  readonly findings: readonly Finding[];
  readonly edits: readonly Edit[];
} {
  const taken: Finding[] = [];
  const edits: Edit[] = [];
  for (const finding of findings) {
    const fresh = (finding.fix ?? []).filter((one) => !edits.some((other) => isSame(one, other)));
    if (fresh.some((one) => edits.some((other) => touches(one, other)))) continue;
    taken.push(finding);
    edits.push(...fresh);
  }
  return { findings: taken, edits };
}

function isSame(a: Edit, b: Edit): boolean {
  return a.from === b.from && a.to === b.to && a.text === b.text;
}

function touches(a: Edit, b: Edit): boolean {
  return a.from <= b.to && b.from <= a.to;
}
