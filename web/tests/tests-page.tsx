import type { TestEntry } from '../../src/site/contract.ts';
import { TestList } from '../node/test-list.tsx';
import { count, counted } from '../parts/format.ts';
import { useMore } from '../parts/more.tsx';
import { signOf } from '../parts/status.tsx';
import { WithFile } from '../parts/waiting.tsx';
import { href, route } from '../route.ts';

/** Every test, failures first. */
export function TestsPage() {
  return (
    <>
      <h1 tabIndex={-1}>Tests</h1>
      <WithFile name="tests">{(tests) => <Tests tests={tests} />}</WithFile>
    </>
  );
}

function Tests({ tests }: { readonly tests: readonly TestEntry[] }) {
  const wanted = route.value.query.get('status');
  const statuses = new Map<string, number>();
  for (const { status } of tests) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const found = wanted === null ? tests : tests.filter(({ status }) => (status || 'never run') === wanted);
  const { shown, more } = useMore(found);
  return (
    <>
      <nav class="chips" aria-label="tests by status">
        <a href={href('tests')} aria-current={wanted === null ? 'true' : undefined}>
          all {count(tests.length)}
        </a>
        {[...statuses].map(([status, number]) => (
          <a
            href={href('tests', [], { status: status || 'never run' })}
            aria-current={wanted === (status || 'never run') ? 'true' : undefined}
          >
            <span aria-hidden="true">{signOf(status)}</span> {status || 'never run'} {count(number)}
          </a>
        ))}
      </nav>
      <p class="quiet">{counted(found.length, 'test')}, the worst first</p>
      <TestList tests={shown} />
      {more}
    </>
  );
}
