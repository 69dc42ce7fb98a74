import type { Words } from '../../src/site/contract.ts';
import { site, wordOf } from '../data/site.ts';
import { seconds } from '../parts/format.ts';
import { signOf, toneOf } from '../parts/status.tsx';

/** What a picture says of its nodes beside their names. */
export const lenses = ['status', 'worst test', 'layer', 'materialization', 'time'] as const;
export type Lens = (typeof lenses)[number];

export function lensNamed(name: string | null): Lens {
  return lenses.find((one) => one === name) ?? 'status';
}

/** Words, and a tone: a class of the style sheet. */
export interface Said {
  readonly text: string;
  readonly tone: string;
}

export function lensOf(lens: Lens, node: number): Said {
  const { nodes } = site().index;
  switch (lens) {
    case 'status': {
      const status = wordOf(nodes.status, node);
      return { text: status === '' ? '' : `${signOf(status)} ${status}`, tone: toneOf(status) };
    }
    case 'worst test': {
      const worst = wordOf(nodes.worstTest, node);
      const text = worst === '' ? 'no tests' : `${signOf(worst)} ${nodes.tests[node]} × ${worst}`;
      return { text, tone: worst === '' ? 'skip' : toneOf(worst) };
    }
    case 'layer':
      return { text: wordOf(nodes.layer, node), tone: hue(nodes.layer, node) };
    case 'materialization':
      return { text: wordOf(nodes.kind, node), tone: hue(nodes.kind, node) };
    case 'time': {
      const time = nodes.seconds[node] ?? null;
      return { text: seconds(time), tone: time === null ? 'plain' : `heat-${heat(time)}` };
    }
  }
}

/** One of eight quiet colours. */
function hue({ of }: Words, node: number): string {
  return `hue-${(of[node] ?? 0) % 8}`;
}

/** By powers of ten: under 0.1 s, under 1 s, under 10 s, more. */
function heat(time: number): number {
  return Math.max(0, Math.min(3, Math.floor(Math.log10(Math.max(time, 0.001))) + 2));
}
