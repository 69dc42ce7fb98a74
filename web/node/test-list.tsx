import type { TestEntry } from '../../src/site/contract.ts';
import { counted, seconds } from '../parts/format.ts';
import { NodeLink } from '../parts/node-link.tsx';
import { RichText } from '../parts/rich-text.tsx';
import { Scroller } from '../parts/scroller.tsx';
import { Status } from '../parts/status.tsx';

/** Tests, worst first as they come; bad rows of those that found some. */
export function TestList({ tests, isOwn = false }: { readonly tests: readonly TestEntry[]; readonly isOwn?: boolean }) {
  return (
    <Scroller label="tests">
      <table class="tests">
        <thead>
          <tr>
            <th scope="col">status</th>
            <th scope="col">test</th>
            {isOwn ? null : <th scope="col">of</th>}
            <th scope="col">column</th>
            <th scope="col">found</th>
            <th scope="col" class="number">
              time
            </th>
          </tr>
        </thead>
        <tbody>
          {tests.map((test) => (
            <TestRow test={test} isOwn={isOwn} />
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

function TestRow({ test, isOwn }: { readonly test: TestEntry; readonly isOwn: boolean }) {
  return (
    <tr>
      <td>
        <Status of={test.status} />
        {test.severity === 'warn' ? <div class="quiet">warns only</div> : null}
      </td>
      <th scope="row">
        {test.kind}
        {test.name === test.kind ? null : <div class="quiet test-name">{test.name}</div>}
        {test.description.length === 0 ? null : (
          <div class="quiet">
            <RichText of={test.description} />
          </div>
        )}
      </th>
      {isOwn ? null : <td>{test.node < 0 ? null : <NodeLink node={test.node} />}</td>}
      <td>{test.column}</td>
      <td>
        {test.message ?? (test.failures === null || test.failures === 0 ? null : counted(test.failures, 'bad row'))}
        {test.sample.length > 0 ? (
          <details open={test.status === 'fail'}>
            <summary>{counted(test.sample.length, 'of them', 'of them')}</summary>
            <ul class="sample">
              {test.sample.map((row) => (
                <li>
                  <code>{row}</code>
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </td>
      <td class="number">{seconds(test.seconds)}</td>
    </tr>
  );
}
