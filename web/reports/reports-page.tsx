import type { Report } from '../../src/site/contract.ts';
import { counted, instant } from '../parts/format.ts';
import { useMore } from '../parts/more.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { RichBlock } from '../parts/rich-text.tsx';
import { Scroller } from '../parts/scroller.tsx';
import { WithFile } from '../parts/waiting.tsx';

/** Models that are shown for their rows, as they were last built. */
export function ReportsPage() {
  return (
    <>
      <h1 tabIndex={-1}>Reports</h1>
      <WithFile name="reports">{(reports) => reports.map((report) => <Rows report={report} />)}</WithFile>
    </>
  );
}

function Rows({ report }: { readonly report: Report }) {
  const { name, node, description, builtAt, columns, rows, cut } = report;
  const { shown, more } = useMore(rows);
  return (
    <section>
      <h2>{node < 0 ? name : <NodeLink node={node} />}</h2>
      <RichBlock of={description} />
      <Scroller label={name}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" class={column.isNumber ? 'number' : undefined} title={column.description}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr>
                {row.map((value, at) => (
                  <td class={columns[at]?.isNumber ? 'number' : undefined}>
                    {value === null ? <span class="quiet">null</span> : value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {more}
      <p class="quiet">
        {counted(rows.length, 'row')}
        {cut ? ', the first of more' : ''}, built on {instant(builtAt)}
      </p>
    </section>
  );
}
