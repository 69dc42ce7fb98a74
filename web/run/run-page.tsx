import type { RunDetail, RunStep } from '../../src/site/contract.ts';
import { site } from '../data/site.ts';
import { count, counted, instant, seconds } from '../parts/format.ts';
import { useMore } from '../parts/more.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { Scroller } from '../parts/scroller.tsx';
import { Status } from '../parts/status.tsx';
import { WithFile } from '../parts/waiting.tsx';
import { Gantt } from './gantt.tsx';

/** The last run: what waited for what, and what took long. */
export function RunPage() {
  const { run } = site().index;
  return (
    <>
      <h1 tabIndex={-1}>Last run</h1>
      {run ? (
        <p class="lead">
          <code>
            mart {run.verb}
            {run.selection === null ? '' : ` -s ${run.selection}`}
          </code>{' '}
          on {instant(run.at)}, {seconds(run.seconds)}
        </p>
      ) : (
        <p>Nothing has been run for this target yet.</p>
      )}
      {run ? <WithFile name="run">{(detail) => <Run detail={detail} />}</WithFile> : null}
    </>
  );
}

function Run({ detail }: { readonly detail: RunDetail }) {
  const { steps, critical } = detail;
  const bad = steps.filter(({ status }) => status === 'error' || status === 'fail' || status === 'skipped');
  const slowest = [...steps].sort((a, b) => b.seconds - a.seconds).slice(0, 15);
  const chain = critical.flatMap((place) => steps[place] ?? []);
  const worked = chain.reduce((sum, step) => sum + step.seconds, 0);
  return (
    <>
      {bad.length > 0 ? (
        <section>
          <h2>What did not come out</h2>
          <Steps steps={bad} label="failures" />
        </section>
      ) : null}
      <section>
        <h2>When things ran</h2>
        <Gantt detail={detail} />
      </section>
      <section>
        <h2>Critical path</h2>
        <p class="quiet">
          The end of the run waited for these {count(chain.length)} steps: {seconds(worked)} of work one after the
          other. To make the run faster, make one of them faster.
        </p>
        <Steps steps={chain} label="critical path" />
      </section>
      <section>
        <h2>Slowest</h2>
        <Steps steps={slowest} label="slowest steps" />
      </section>
      <details>
        <summary>{counted(steps.length, 'step')}, in the order in which they began</summary>
        <Steps steps={steps} label="all steps" />
      </details>
    </>
  );
}

function Steps({ steps, label }: { readonly steps: readonly RunStep[]; readonly label: string }) {
  const { shown, more } = useMore(steps);
  return (
    <>
      <Scroller label={label}>
        <table>
          <thead>
            <tr>
              <th scope="col">status</th>
              <th scope="col">step</th>
              <th scope="col">kind</th>
              <th scope="col" class="number">
                began
              </th>
              <th scope="col" class="number">
                time
              </th>
              <th scope="col" class="number">
                rows
              </th>
              <th scope="col">message</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((step) => (
              <tr>
                <td>
                  <Status of={step.status} />
                </td>
                <th scope="row">{step.node < 0 ? step.name : <NodeLink node={step.node} />}</th>
                <td>{step.kind}</td>
                <td class="number">{step.status === 'skipped' ? '' : `+${seconds(step.start)}`}</td>
                <td class="number">{seconds(step.seconds)}</td>
                <td class="number">{step.rows === null ? '' : count(step.rows)}</td>
                <td>{step.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {more}
    </>
  );
}
