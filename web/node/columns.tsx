import type { ColumnDetail, NodeDetail } from '../../src/site/contract.ts';
import { nameOf } from '../data/site.ts';
import { counted } from '../parts/format.ts';
import { RichText } from '../parts/rich-text.tsx';
import { Scroller } from '../parts/scroller.tsx';
import { Status } from '../parts/status.tsx';
import { columnHref } from '../route.ts';

/** The columns of a node, with types, tests, and where each comes from. A click on one follows it. */
export function Columns({ node, detail }: { readonly node: number; readonly detail: NodeDetail }) {
  const { columns, rows, unknown } = detail;
  if (columns.length === 0) return null;
  return (
    <section>
      <h2>Columns</h2>
      {unknown === null ? null : <p class="quiet">Where they come from is not known: {unknown.replaceAll('`', '')}.</p>}
      <Scroller label="columns">
        <table class="columns">
          <thead>
            <tr>
              <th scope="col">column</th>
              <th scope="col">type</th>
              <th scope="col">description</th>
              <th scope="col">comes from</th>
              <th scope="col">tests</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <ColumnRow node={node} column={column} detail={detail} />
            ))}
          </tbody>
        </table>
      </Scroller>
      {rows.length > 0 ? (
        <p class="quiet">
          Which rows there are is decided by <Refs of={rows} />.
        </p>
      ) : null}
    </section>
  );
}

interface RowProps {
  readonly node: number;
  readonly column: ColumnDetail;
  readonly detail: NodeDetail;
}

function ColumnRow({ node, column, detail }: RowProps) {
  const tests = detail.tests.filter((test) => test.column?.toLowerCase() === column.name.toLowerCase());
  return (
    <tr>
      <th scope="row">
        <a href={columnHref(nameOf(node), column.name)}>{column.name}</a>
      </th>
      <td>
        <code>{column.type.toLowerCase()}</code>
        {column.declared === null ? null : <div class="quiet">declared {column.declared}</div>}
        {column.constraints.map((one) => (
          <div class="quiet">{one}</div>
        ))}
      </td>
      <td>{column.description.length === 0 ? null : <RichText of={column.description} />}</td>
      <td>
        {column.kind === null ? null : <span class={`edge-kind ${column.kind}`}>{column.kind}</span>}{' '}
        <Refs of={column.from} />
        {column.to.length > 0 ? <div class="quiet">read by {counted(column.to.length, 'column')}</div> : null}
      </td>
      <td>
        {tests.map((test) => (
          <div>
            <Status of={test.status} word={test.kind} />
          </div>
        ))}
      </td>
    </tr>
  );
}

const most = 4;

function Refs({ of }: { readonly of: NodeDetail['rows'] }) {
  return (
    <>
      {of.slice(0, most).map(([node, column], at) => (
        <>
          {at === 0 ? '' : ', '}
          <a class="column-ref" href={columnHref(nameOf(node), column)}>
            {nameOf(node)}.{column}
          </a>
        </>
      ))}
      {of.length > most ? ` and ${of.length - most} more` : ''}
    </>
  );
}
