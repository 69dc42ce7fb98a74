import { useEffect, useState } from 'preact/hooks';
import { detailOf, site } from '../data/site.ts';
import { Stepper } from '../lineage/stepper.tsx';
import { NodeLink } from '../parts/node-link.tsx';
import { Nowhere } from '../parts/nowhere.tsx';
import { RichText } from '../parts/rich-text.tsx';
import { Loading } from '../parts/waiting.tsx';
import { route, setQuery } from '../route.ts';
import { ColumnPicture } from './column-picture.tsx';
import { type Trace, trace } from './trace.ts';
import { TraceTree } from './trace-tree.tsx';

interface Both {
  readonly up: Trace;
  readonly down: Trace;
}

/** Where a column comes from, and what is made of it. */
export function ColumnPage({ name, column }: { readonly name: string; readonly column: string }) {
  const node = site().byName.get(name);
  const [both, found] = useState<Both | null>(null);
  const [up, down] = [stepsOf('up'), stepsOf('down')];
  useEffect(() => {
    if (node === undefined) return;
    let isWanted = true;
    Promise.all([trace(node, column, 'up', up), trace(node, column, 'down', down)]).then(
      ([above, below]) => isWanted && found({ up: above, down: below }),
    );
    return () => {
      isWanted = false;
    };
  }, [node, column, up, down]);
  if (node === undefined) return <Nowhere what={`There is no node “${name}”.`} />;
  return (
    <>
      <p class="above">
        column of <NodeLink node={node} />
      </p>
      <h1 tabIndex={-1}>
        {name}.<wbr />
        {column}
      </h1>
      <Description node={node} column={column} />
      <div class="filters">
        <Stepper label="up" value={up} onChange={(value) => setQuery({ up: written(value) })} />
        <Stepper label="down" value={down} onChange={(value) => setQuery({ down: written(value) })} />
      </div>
      {both ? <Found both={both} /> : <Loading />}
    </>
  );
}

/** Without a number a column is followed to the end. */
function stepsOf(side: 'up' | 'down'): number {
  const text = route.value.query.get(side);
  return text === null ? Number.POSITIVE_INFINITY : Math.max(0, Number.parseInt(text, 10) || 0);
}

function written(steps: number): number | null {
  return Number.isFinite(steps) ? steps : null;
}

function Description({ node, column }: { readonly node: number; readonly column: string }) {
  const detail = detailOf(node);
  if (!detail || 'error' in detail) return null;
  const own = detail.columns.find(({ name }) => name.toLowerCase() === column.toLowerCase());
  if (!own) return <p role="alert">The node has no column of this name.</p>;
  return (
    <p>
      <code>{own.type.toLowerCase()}</code>
      {own.kind === null ? null : <span class={`edge-kind ${own.kind}`}> {own.kind}</span>}{' '}
      {own.description.length === 0 ? null : <RichText of={own.description} />}
    </p>
  );
}

function Found({ both: { up, down } }: { readonly both: Both }) {
  const isAlone = up.tree.next.length === 0 && down.tree.next.length === 0;
  return (
    <>
      {up.isCut || down.isCut ? (
        <p class="quiet">Only the first columns are shown; take fewer steps to see all of them.</p>
      ) : null}
      {isAlone ? null : (
        <>
          <ColumnPicture up={up.tree} down={down.tree} />
          <Legend />
        </>
      )}
      <div class="columns-two">
        <section>
          <h2>Comes from</h2>
          {up.tree.next.length === 0 ? (
            <p class="quiet">
              {up.tree.unknown === null ? 'No other column.' : `Not known: ${up.tree.unknown.replaceAll('`', '')}.`}
            </p>
          ) : (
            <TraceTree of={up.tree} />
          )}
        </section>
        <section>
          <h2>Goes into</h2>
          {down.tree.next.length === 0 ? <p class="quiet">No other column.</p> : <TraceTree of={down.tree} />}
        </section>
      </div>
    </>
  );
}

function Legend() {
  const kinds = [
    ['', 'unchanged (pass-through, renamed)'],
    ['derived', 'derived'],
    ['aggregated', 'aggregated or windowed'],
  ];
  return (
    <p class="quiet legend">
      {kinds.map(([kind, text]) => (
        <span>
          <svg width="34" height="8" aria-hidden="true">
            <path class={`edge ${kind}`} d="M0 4H34" />
          </svg>{' '}
          {text}
        </span>
      ))}
    </p>
  );
}
