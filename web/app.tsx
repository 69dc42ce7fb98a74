import { useEffect, useRef } from 'preact/hooks';
import { ColumnPage } from './column/column-page.tsx';
import { site } from './data/site.ts';
import { ErdPage } from './erd/erd-page.tsx';
import { Header } from './header.tsx';
import { HealthPage } from './health/health-page.tsx';
import { HomePage } from './home/home-page.tsx';
import { NodesPage } from './home/nodes-page.tsx';
import { LineagePage } from './lineage/lineage-page.tsx';
import { NodePage } from './node/node-page.tsx';
import { instant } from './parts/format.ts';
import { Nowhere } from './parts/nowhere.tsx';
import { ReportsPage } from './reports/reports-page.tsx';
import { type Route, route } from './route.ts';
import { RunPage } from './run/run-page.tsx';
import { SearchDialog } from './search/search-dialog.tsx';
import { TestsPage } from './tests/tests-page.tsx';

export function App() {
  const now = route.value;
  const { index } = site();
  const place = [now.page, ...now.path].join('/');
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  const title = titleOf(now);
  useEffect(() => {
    document.title = title === '' ? index.project : `${title} · ${index.project}`;
  }, [title]);
  // A new page begins at its heading, for the eye and for a screen reader.
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else {
      main.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }, [place]);
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      <Header />
      <main id="main" ref={main} tabIndex={-1}>
        {pageOf(now)}
      </main>
      <footer>
        Made by mart {index.mart} on {instant(index.generatedAt)} for the target {index.target}
      </footer>
      <SearchDialog />
    </>
  );
}

const titles: Readonly<Record<string, string>> = {
  nodes: 'All nodes',
  lineage: 'Lineage',
  run: 'Last run',
  tests: 'Tests',
  health: 'Health',
  erd: 'Tables',
  reports: 'Reports',
};

function titleOf({ page, path }: Route): string {
  return page === 'node' || page === 'column' ? path.join('.') : (titles[page] ?? '');
}

function pageOf({ page, path }: Route) {
  const [first = '', second = ''] = path;
  switch (page) {
    case '':
      return <HomePage />;
    case 'nodes':
      return <NodesPage />;
    case 'node':
      return <NodePage key={first} name={first} />;
    case 'column':
      return <ColumnPage key={`${first}.${second}`} name={first} column={second} />;
    case 'lineage':
      return <LineagePage />;
    case 'run':
      return <RunPage />;
    case 'tests':
      return <TestsPage />;
    case 'health':
      return <HealthPage />;
    case 'erd':
      return <ErdPage />;
    case 'reports':
      return <ReportsPage />;
    default:
      return <Nowhere what={`There is no page “${page}”.`} />;
  }
}
