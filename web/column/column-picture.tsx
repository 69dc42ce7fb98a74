import { useMemo } from 'preact/hooks';
import { nameOf } from '../data/site.ts';
import { moveFocus } from '../lineage/move-focus.ts';
import { counted } from '../parts/format.ts';
import { Scroller } from '../parts/scroller.tsx';
import { columnHref, nodeHref } from '../route.ts';
import { type ColumnGraph, columnGraph, head, line } from './column-graph.ts';
import type { Traced } from './trace.ts';

const margin = 12;

/** Columns on their way through the models, with the kind of every step. */
export function ColumnPicture({ up, down }: { readonly up: Traced; readonly down: Traced }) {
  const graph = useMemo(() => columnGraph(up, down), [up, down]);
  const { cards, edges, layout, widths } = graph;
  const width = layout.width + 2 * margin;
  const height = layout.height + 2 * margin;
  return (
    <Scroller label="picture of the column's lineage" centre={`${up.node} ${up.column} ${cards.length}`}>
      <svg
        class="picture"
        width={width}
        height={height}
        viewBox={`${-margin} ${-margin} ${width} ${height}`}
        role="group"
        aria-label={`lineage over ${counted(cards.length, 'node')}; the lists say the same`}
        onKeyDown={moveFocus}
      >
        {edges.map((edge) => (
          <path class={`edge ${edge.kind ?? ''}`} d={edgePath(edge, graph)} />
        ))}
        {cards.map(({ node, columns }, at) => {
          const { x = 0, y = 0 } = layout.places[at] ?? {};
          const wide = widths[at] ?? 0;
          return (
            <g transform={`translate(${x} ${y})`}>
              <rect class="box" width={wide} height={head + columns.length * line + 6} rx="7" />
              <a class="node card-head" href={nodeHref(nameOf(node))}>
                <text x="10" y="20">
                  {nameOf(node)}
                </text>
              </a>
              {columns.map(({ name, kind }, row) => (
                <a
                  class={node === up.node && name === up.column ? 'node column-row focus' : 'node column-row'}
                  href={columnHref(nameOf(node), name)}
                  aria-label={`${name} ${kind ?? ''} of ${nameOf(node)}`}
                >
                  <rect class="row-box" x="3" y={head + row * line} width={wide - 6} height={line} rx="4" />
                  <text x="10" y={head + row * line + 14}>
                    {`${name} `}
                  </text>
                  <text class={`row-kind ${kind ?? ''}`} x={wide - 10} y={head + row * line + 14} text-anchor="end">
                    {kind ?? ''}
                  </text>
                </a>
              ))}
            </g>
          );
        })}
      </svg>
    </Scroller>
  );
}

function edgePath({ from, to }: ColumnGraph['edges'][number], { layout, widths }: ColumnGraph): string {
  const [a, b] = [layout.places[from[0]], layout.places[to[0]]];
  const fromX = (a?.x ?? 0) + (widths[from[0]] ?? 0);
  const fromY = (a?.y ?? 0) + head + (from[1] + 0.5) * line;
  const toX = b?.x ?? 0;
  const toY = (b?.y ?? 0) + head + (to[1] + 0.5) * line;
  const bend = Math.max(24, (toX - fromX) / 2);
  return `M${fromX} ${fromY}C${fromX + bend} ${fromY} ${toX - bend} ${toY} ${toX} ${toY}`;
}
