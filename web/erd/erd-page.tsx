import type { Erd, ErdJoin, ErdTable } from '../../src/site/contract.ts';
import { nameOf } from '../data/site.ts';
import { moveFocus } from '../lineage/move-focus.ts';
import { counted } from '../parts/format.ts';
import { NodeLink } from '../parts/node-link.tsx';
import { Scroller } from '../parts/scroller.tsx';
import { Status } from '../parts/status.tsx';
import { WithFile } from '../parts/waiting.tsx';
import { columnHref, nodeHref } from '../route.ts';

const headHeight = 34;
const lineHeight = 22;
const margin = 16;
const signs = { primary: '● ', foreign: '→ ', '': '' } as const;

/** How tables refer to each other, as their `relationships` tests say. */
export function ErdPage() {
  return (
    <>
      <h1 tabIndex={-1}>Tables and their keys</h1>
      <p class="lead">
        What <code>relationships</code> tests connect. A table stands right of the ones that it refers to.
      </p>
      <WithFile name="erd">{(erd) => <Tables erd={erd} />}</WithFile>
    </>
  );
}

function Tables({ erd }: { readonly erd: Erd }) {
  const { tables, joins, layout } = erd;
  const width = layout.width + 2 * margin;
  const height = layout.height + 2 * margin;
  return (
    <>
      <Scroller label="picture of the tables">
        <svg
          class="picture erd"
          width={width}
          height={height}
          viewBox={`${-margin} ${-margin} ${width} ${height}`}
          role="group"
          aria-label={`${counted(tables.length, 'table')}; the list below says the same`}
          onKeyDown={moveFocus}
        >
          {joins.map((join) => (
            <path class="edge" d={joinPath(join, erd)} />
          ))}
          {tables.map((table, at) => (
            <TableCard table={table} x={layout.places[at]?.x ?? 0} y={layout.places[at]?.y ?? 0} />
          ))}
        </svg>
      </Scroller>
      <h2>As a list</h2>
      <Scroller label="keys">
        <table>
          <thead>
            <tr>
              <th scope="col">table</th>
              <th scope="col">column</th>
              <th scope="col">refers to</th>
              <th scope="col">tested</th>
            </tr>
          </thead>
          <tbody>
            {joins.map((join) => (
              <JoinRow join={join} tables={tables} />
            ))}
          </tbody>
        </table>
      </Scroller>
    </>
  );
}

function TableCard({ table, x, y }: { readonly table: ErdTable; readonly x: number; readonly y: number }) {
  const name = nameOf(table.node);
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect class="box" width={table.width} height={table.height} rx="7" />
      <a class="node card-head" href={nodeHref(name)}>
        <text x="12" y="22">
          {name}
        </text>
      </a>
      <line class="rule" x2={table.width} y1={headHeight - 4} y2={headHeight - 4} />
      {table.columns.map((column, row) => (
        <a
          class="node column-row"
          href={columnHref(name, column.name)}
          aria-label={`${signs[column.key ?? '']}${column.name} ${column.type.toLowerCase()} of ${name}`}
        >
          <text x="12" y={headHeight + row * lineHeight + 14}>
            {signs[column.key ?? '']}
            {`${column.name} `}
          </text>
          <text class="row-kind" x={table.width - 12} y={headHeight + row * lineHeight + 14} text-anchor="end">
            {column.type.toLowerCase()}
          </text>
        </a>
      ))}
      {table.more > 0 ? (
        <text class="row-kind" x="12" y={headHeight + table.columns.length * lineHeight + 14}>
          and {counted(table.more, 'more column', 'more columns')}
        </text>
      ) : null}
    </g>
  );
}

function JoinRow({ join, tables }: { readonly join: ErdJoin; readonly tables: readonly ErdTable[] }) {
  const [from, to] = [tables[join.from]?.node ?? -1, tables[join.to]?.node ?? -1];
  return (
    <tr>
      <th scope="row">
        <NodeLink node={from} />
      </th>
      <td>
        <a href={columnHref(nameOf(from), join.column)}>{join.column}</a>
      </td>
      <td>
        <NodeLink node={to} />.<a href={columnHref(nameOf(to), join.field)}>{join.field}</a>
      </td>
      <td>
        <Status of={join.status} />
      </td>
    </tr>
  );
}

/** From the line of the key to the line of what it refers to. */
function joinPath({ from, column, to, field }: ErdJoin, { tables, layout }: Erd): string {
  const y = (table: number, name: string) => {
    const row = tables[table]?.columns.findIndex((one) => one.name.toLowerCase() === name.toLowerCase()) ?? 0;
    return (layout.places[table]?.y ?? 0) + headHeight + Math.max(0, row) * lineHeight + 10;
  };
  const toX = (layout.places[to]?.x ?? 0) + (tables[to]?.width ?? 0);
  const fromX = layout.places[from]?.x ?? 0;
  const [fromY, toY] = [y(from, column), y(to, field)];
  const bend = Math.max(30, Math.abs(fromX - toX) / 2);
  return `M${toX} ${toY}C${toX + bend} ${toY} ${fromX - bend} ${fromY} ${fromX} ${fromY}`;
}
