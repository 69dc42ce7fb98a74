import { site } from './data/site.ts';
import { href, route } from './route.ts';
import { openSearch } from './search/search-dialog.tsx';
import { nextTheme, theme } from './theme.ts';

export function Header() {
  const { index } = site();
  const links: readonly (readonly [page: string, text: string, isThere: boolean])[] = [
    ['nodes', 'Nodes', true],
    ['lineage', 'Lineage', true],
    ['run', 'Run', index.run !== null],
    ['tests', 'Tests', index.tests > 0],
    ['health', 'Health', true],
    ['erd', 'Tables', index.erd > 0],
    ['reports', 'Reports', index.reports > 0],
  ];
  const { page } = route.value;
  const isHere = (one: string) => page === one || (one === 'nodes' && (page === 'node' || page === 'column'));
  return (
    <header>
      <a class="home" href="#/" aria-current={page === '' ? 'page' : undefined}>
        <Mark />
        {index.project}
      </a>
      <nav aria-label="pages">
        {links
          .filter(([, , isThere]) => isThere)
          .map(([one, text]) => (
            <a href={href(one)} aria-current={isHere(one) ? 'page' : undefined}>
              {text}
            </a>
          ))}
      </nav>
      <button type="button" class="search-button" onClick={() => openSearch()} aria-keyshortcuts="/ Control+K">
        Search{' '}
        <span class="key-hint" aria-hidden="true">
          /
        </span>
      </button>
      <button type="button" class="theme-button" onClick={nextTheme} aria-label={`theme: ${theme.value}`} title="theme">
        <span aria-hidden="true">{{ auto: '◐', light: '☀', dark: '☾' }[theme.value]}</span>
      </button>
    </header>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" />
      <path d="M8 10h6m4 6h6M8 22h6M14 10c4 0 0 6 4 6m-4 6c4 0 0-6 4-6" />
    </svg>
  );
}
