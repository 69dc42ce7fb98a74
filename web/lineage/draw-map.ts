import type { SiteMap } from '../../src/site/contract.ts';
import { mapBox } from '../../src/site/data/map.ts';
import { nameOf, site } from '../data/site.ts';
import { type Lens, lensOf } from './lens.ts';

/** What part of a map is seen: `scale` pixels of the screen a pixel of the map, moved by `x` and `y`. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

interface Place {
  readonly offsetX: number;
  readonly offsetY: number;
}

/** All of the nodes. */
export function fitted(map: SiteMap, nodes: readonly number[], { clientWidth, clientHeight }: HTMLCanvasElement): View {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (const node of nodes) {
    const [x, y] = [map.x[node] ?? 0, map.y[node] ?? 0];
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + mapBox.width);
    bottom = Math.max(bottom, y + mapBox.height);
  }
  const scale = Math.min(1.5, clientWidth / (right - left + 40), clientHeight / (bottom - top + 40));
  return {
    scale,
    x: (clientWidth - (right + left) * scale) / 2,
    y: (clientHeight - (bottom + top) * scale) / 2,
  };
}

export function zoomed(view: View, factor: number, canvas: HTMLCanvasElement, around?: Place): View {
  const { offsetX: x, offsetY: y } = around ?? { offsetX: canvas.clientWidth / 2, offsetY: canvas.clientHeight / 2 };
  const scale = Math.min(4, Math.max(0.002, view.scale * factor));
  const by = scale / view.scale;
  return { scale, x: x - (x - view.x) * by, y: y - (y - view.y) * by };
}

export function nodeAt(map: SiteMap, nodes: readonly number[], view: View, { offsetX, offsetY }: Place): number | null {
  const [x, y] = [(offsetX - view.x) / view.scale, (offsetY - view.y) / view.scale];
  const slack = 3 / view.scale;
  const found = nodes.find((node) => {
    const [left, top] = [map.x[node] ?? 0, map.y[node] ?? 0];
    return (
      x >= left - slack && x <= left + mapBox.width + slack && y >= top - slack && y <= top + mapBox.height + slack
    );
  });
  return found ?? null;
}

export function draw(
  canvas: HTMLCanvasElement,
  map: SiteMap,
  nodes: readonly number[],
  shown: ReadonlySet<number>,
  lens: Lens,
  view: View,
  hovered: number | null,
): void {
  const pixels = devicePixelRatio;
  canvas.width = canvas.clientWidth * pixels;
  canvas.height = canvas.clientHeight * pixels;
  const context = canvas.getContext('2d');
  if (!context) return;
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name);
  context.setTransform(pixels * view.scale, 0, 0, pixels * view.scale, pixels * view.x, pixels * view.y);
  context.lineWidth = Math.max(0.5, 0.6 / view.scale);
  const line = (which: (parent: number, node: number) => boolean, name: string): void => {
    context.strokeStyle = colour(name);
    context.beginPath();
    for (const node of nodes) {
      for (const parent of site().index.nodes.parents[node] ?? []) {
        if (!shown.has(parent) || !which(parent, node)) continue;
        context.moveTo((map.x[parent] ?? 0) + mapBox.width, (map.y[parent] ?? 0) + mapBox.height / 2);
        context.lineTo(map.x[node] ?? 0, (map.y[node] ?? 0) + mapBox.height / 2);
      }
    }
    context.stroke();
  };
  context.globalAlpha = nodes.length > 2000 ? 0.25 : 0.6;
  line(() => true, '--line-strong');
  context.globalAlpha = 1;
  if (hovered !== null) line((parent, node) => parent === hovered || node === hovered, '--accent');
  const isReadable = view.scale > 0.55;
  context.font = '11px ui-monospace, Menlo, Consolas, monospace';
  for (const node of nodes) {
    const [x, y] = [map.x[node] ?? 0, map.y[node] ?? 0];
    context.fillStyle = colour(`--${lensOf(lens, node).tone}`) || colour('--plain');
    context.fillRect(x, y, isReadable ? 4 : mapBox.width, mapBox.height);
    if (!isReadable) continue;
    context.fillStyle = colour('--panel');
    context.fillRect(x + 4, y, mapBox.width - 4, mapBox.height);
    context.fillStyle = colour('--ink');
    context.fillText(nameOf(node).slice(0, 21), x + 9, y + 14);
  }
  if (hovered === null) return;
  context.strokeStyle = colour('--accent');
  context.lineWidth = 2 / view.scale;
  context.strokeRect(map.x[hovered] ?? 0, map.y[hovered] ?? 0, mapBox.width, mapBox.height);
}
