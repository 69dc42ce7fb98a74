import type { SiteMap } from '../contract.ts';
import { placed } from '../layout/placed.ts';

/** The size of a node in the picture of everything. */
export const mapBox = { width: 150, height: 20 };

/** Places every node once, when the site is made: with thousands of them that takes longer than a reader waits. */
export function mapOf(parents: readonly (readonly number[])[]): SiteMap {
  const boxes = parents.map(() => mapBox);
  const { places, width, height } = placed(boxes, parents);
  return { x: places.map(({ x }) => Math.round(x)), y: places.map(({ y }) => Math.round(y)), width, height };
}
