import type { RunEntry } from '../../src/site/contract.ts';
import { change, count, instant, seconds } from '../parts/format.ts';
import { Scroller } from '../parts/scroller.tsx';
import { Status } from '../parts/status.tsx';

/** The runs of a node that are remembered, newest first. */
export function History({ history }: { readonly history: readonly RunEntry[] }) {
  if (history.length === 0) return null;
  const longest = Math.max(...history.map((entry) => entry.seconds), 0.001);
  return (
    <section>
      <h2>Runs</h2>
      <Scroller label="runs">
        <table>
          <thead>
            <tr>
              <th scope="col">when</th>
              <th scope="col">status</th>
              <th scope="col">time</th>
              <th scope="col" class="number">
                rows
              </th>
              <th scope="col">message</th>
            </tr>
          </thead>
          <tbody>
            {history.map((entry, at) => (
              <tr>
                <td>{instant(entry.at)}</td>
                <td>
                  <Status of={entry.status} />
                </td>
                <td class="bar-cell">
                  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={(100 * entry.seconds) / longest} height="8" />
                  </svg>
                  {seconds(entry.seconds)}
                </td>
                <td class="number">
                  <Rows now={entry.rows} before={history[at + 1]?.rows ?? null} />
                </td>
                <td>{entry.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </section>
  );
}

function Rows({ now, before }: { readonly now: number | null; readonly before: number | null }) {
  if (now === null) return null;
  return (
    <>
      {count(now)} {before === null ? null : <span class="quiet">{change(now, before)}</span>}
    </>
  );
}
