import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { file } from '../data/files.ts';
import { nameOf, site } from '../data/site.ts';
import { Kind } from '../parts/node-link.tsx';
import { columnHref, go, nodeHref } from '../route.ts';
import { type Found, find, type Hit, searchIndex } from './engine.ts';
import { searchSql } from './sql-search.ts';

const isOpen = signal(false);

export function openSearch(): void {
  isOpen.value = true;
}

window.addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof HTMLElement && /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  const isSlash = event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!isSlash && !(event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey))) return;
  event.preventDefault();
  openSearch();
});

/** Finds anything as one types; arrow keys choose, Enter goes there. */
export function SearchDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = isOpen.value;
  // At once: what is typed next belongs to the box.
  useLayoutEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      class="search"
      aria-label="search"
      onClose={() => {
        isOpen.value = false;
      }}
      onClick={(event) => {
        if (event.target === dialog.current) isOpen.value = false;
      }}
      onKeyDown={() => {}}
    >
      {open ? <Search /> : null}
    </dialog>
  );
}

function Search() {
  const [typed, type] = useState('');
  const [chosen, choose] = useState(0);
  const found = useFound(typed);
  const hits = found.flatMap((group) => group.hits);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  const leave = (hit: Hit | undefined): void => {
    if (!hit) return;
    isOpen.value = false;
    go(hrefOf(hit));
  };
  const move = (by: number): void => {
    const next = (chosen + by + hits.length) % Math.max(1, hits.length);
    choose(next);
    document.getElementById(`hit-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="search models, columns, descriptions, tags and SQL"
        aria-expanded={hits.length > 0}
        aria-controls="hits"
        aria-activedescendant={hits.length > 0 ? `hit-${chosen}` : undefined}
        aria-autocomplete="list"
        placeholder="Models, columns, descriptions, tags, SQL"
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={(event) => {
          type(event.currentTarget.value);
          choose(0);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else if (event.key === 'Enter') leave(hits[chosen]);
          else return;
          event.preventDefault();
        }}
      />
      <div id="hits" role="listbox" aria-label="found" class="hits">
        <Hits found={found} chosen={chosen} leave={leave} />
      </div>
      <p class="unseen" role="status">
        {typed === '' ? '' : `${hits.length} found`}
      </p>
      {typed !== '' && hits.length === 0 ? <p class="quiet nothing">Nothing holds “{typed}”.</p> : null}
      <p class="hint quiet">
        <kbd>↑</kbd> <kbd>↓</kbd> choose · <kbd>Enter</kbd> opens · <kbd>Esc</kbd> closes
      </p>
    </>
  );
}

/** What is found so far; hits in SQL come a little later. */
function useFound(typed: string): readonly Found[] {
  const { index } = site();
  const there = file('search').value;
  const data = there && 'value' in there ? there.value : null;
  const lower = useMemo(() => searchIndex(index, data), [data]);
  const found = useMemo(() => find(typed, index, data, lower), [typed, lower]);
  const [sql, tell] = useState<{ readonly typed: string; readonly hits: readonly Hit[] }>({ typed: '', hits: [] });
  useEffect(() => {
    if (typed.trim().length < 3) return;
    let isWanted = true;
    const pause = setTimeout(() => {
      searchSql(
        typed,
        () => isWanted,
        (hits) => isWanted && tell({ typed, hits }),
      );
    }, 60);
    return () => {
      isWanted = false;
      clearTimeout(pause);
    };
  }, [typed]);
  return sql.typed === typed && sql.hits.length > 0 ? [...found, { group: 'SQL', hits: sql.hits }] : found;
}

function hrefOf({ node, column }: Hit): string {
  return column === null ? nodeHref(nameOf(node)) : columnHref(nameOf(node), column);
}

function Hits({
  found,
  chosen,
  leave,
}: {
  readonly found: readonly Found[];
  readonly chosen: number;
  readonly leave: (hit: Hit) => void;
}) {
  let number = -1;
  return (
    <>
      {found.map(({ group, hits }) => (
        <div role="group" aria-labelledby={`group-${group}`}>
          <div id={`group-${group}`} class="hit-group">
            {group}
          </div>
          {hits.map((hit) => {
            number++;
            return <Option hit={hit} number={number} isChosen={number === chosen} leave={leave} />;
          })}
        </div>
      ))}
    </>
  );
}

interface OptionProps {
  readonly hit: Hit;
  readonly number: number;
  readonly isChosen: boolean;
  readonly leave: (hit: Hit) => void;
}

function Option({ hit, number, isChosen, leave }: OptionProps) {
  const { excerpt } = hit;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box; it names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the box
    <div id={`hit-${number}`} role="option" aria-selected={isChosen} class="hit" onClick={() => leave(hit)}>
      <span class="hit-name">
        {nameOf(hit.node)}
        {hit.column === null ? '' : <b>.{hit.column}</b>}
      </span>{' '}
      <Kind node={hit.node} />
      {excerpt === null ? null : (
        <div class="excerpt">
          {excerpt.text.slice(0, excerpt.from)}
          <mark>{excerpt.text.slice(excerpt.from, excerpt.to)}</mark>
          {excerpt.text.slice(excerpt.to)}
        </div>
      )}
    </div>
  );
}
