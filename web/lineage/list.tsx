import { site } from '../data/site.ts';
import { counted } from '../parts/format.ts';
import { useMore } from '../parts/more.tsx';
import { Kind, NodeLink } from '../parts/node-link.tsx';
import { type Lens, lensOf } from './lens.ts';

/** What a picture shows, as text: every node, and what it reads. */
export function LineageList({
  nodes,
  lens,
  hrefOf,
  isOpen,
}: {
  readonly nodes: readonly number[];
  readonly lens: Lens;
  /** Where the lineage of a node is. */
  readonly hrefOf: (node: number) => string;
  readonly isOpen: boolean;
}) {
  const { shown, more } = useMore(nodes);
  return (
    <details class="lineage-list" open={isOpen}>
      <summary>{counted(nodes.length, 'node')} as a list</summary>
      <ol>
        {shown.map((node) => {
          const parents = site().index.nodes.parents[node] ?? [];
          const said = lensOf(lens, node);
          return (
            <li>
              <NodeLink node={node} /> <Kind node={node} /> <span class={said.tone}>{said.text}</span>{' '}
              <a class="quiet" href={hrefOf(node)} aria-label={`lineage of ${site().index.nodes.name[node]}`}>
                lineage
              </a>
              {parents.length > 0 ? (
                <div class="reads">
                  reads{' '}
                  {parents.slice(0, 8).map((parent, at) =>
                    at === 0 ? (
                      <NodeLink node={parent} />
                    ) : (
                      <>
                        , <NodeLink node={parent} />
                      </>
                    ),
                  )}
                  {parents.length > 8 ? ` and ${parents.length - 8} more` : ''}
                </div>
              ) : null}
            </li>
          );
        })}
      </ol>
      {more}
    </details>
  );
}
