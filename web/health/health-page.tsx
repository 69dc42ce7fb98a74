import { type Coverage, coverageOf, docsPercent, isCovered, testsPercent } from '../../src/site/coverage.ts';
import { site, wordOf } from '../data/site.ts';
import { count, counted, percent } from '../parts/format.ts';
import { useMore } from '../parts/more.tsx';
import { Kind, NodeLink } from '../parts/node-link.tsx';
import { Scroller } from '../parts/scroller.tsx';
import { Share } from '../parts/share.tsx';

/** How much is described and tested, and what is not. */
export function HealthPage() {
  const { nodes } = site().index;
  const all = coverageOf(nodes);
  const numbers = [...nodes.name.keys()].filter((node) => isCovered(wordOf(nodes.resource, node)));
  const undescribed = numbers.filter((node) => !nodes.described[node]);
  const untested = numbers.filter((node) => (nodes.tests[node] ?? 0) === 0);
  const gaps = numbers.filter((node) => (nodes.columnsDescribed[node] ?? 0) < (nodes.columns[node] ?? 0));
  return (
    <>
      <h1 tabIndex={-1}>Health</h1>
      <p class="lead">
        Described {docsPercent(all)} %, tested {testsPercent(all)} %:{' '}
        <code>
          mart docs generate --fail-under docs={Math.floor(docsPercent(all))},tests={Math.floor(testsPercent(all))}
        </code>{' '}
        keeps it so.
      </p>
      <div class="shares">
        <Share part={all.nodesDescribed} of={all.nodes} what="of models, seeds and sources described" />
        <Share part={all.columnsDescribed} of={all.columns} what="of columns described" />
        <Share part={all.nodesTested} of={all.nodes} what="of models, seeds and sources with a test" />
        <Share part={all.columnsTested} of={all.columns} what="of columns with a test" />
      </div>
      <h2>By layer</h2>
      <Scroller label="by layer">
        <table>
          <thead>
            <tr>
              <th scope="col">layer</th>
              <th scope="col" class="number">
                nodes
              </th>
              <th scope="col" class="number">
                described
              </th>
              <th scope="col" class="number">
                columns described
              </th>
              <th scope="col" class="number">
                with a test
              </th>
            </tr>
          </thead>
          <tbody>
            {nodes.layer.words.map((layer) => (
              <LayerRow layer={layer} of={coverageOf(nodes, (node) => wordOf(nodes.layer, node) === layer)} />
            ))}
          </tbody>
        </table>
      </Scroller>
      <Missing title="Without a description" nodes={undescribed} />
      <Missing title="Without a test" nodes={untested} />
      <Missing
        title="With columns that nobody described"
        nodes={gaps}
        say={(node) =>
          `${count((nodes.columns[node] ?? 0) - (nodes.columnsDescribed[node] ?? 0))} of ${counted(nodes.columns[node] ?? 0, 'column')}`
        }
      />
    </>
  );
}

function LayerRow({ layer, of }: { readonly layer: string; readonly of: Coverage }) {
  if (of.nodes === 0) return null;
  return (
    <tr>
      <th scope="row">{layer}</th>
      <td class="number">{count(of.nodes)}</td>
      <td class="number">{percent(of.nodesDescribed, of.nodes)} %</td>
      <td class="number">{percent(of.columnsDescribed, of.columns)} %</td>
      <td class="number">{percent(of.nodesTested, of.nodes)} %</td>
    </tr>
  );
}

function Missing({
  title,
  nodes,
  say,
}: {
  readonly title: string;
  readonly nodes: readonly number[];
  readonly say?: (node: number) => string;
}) {
  const { shown, more } = useMore(nodes);
  if (nodes.length === 0) return null;
  return (
    <section>
      <h2>
        {title} <span class="quiet">{count(nodes.length)}</span>
      </h2>
      <ul class="plain-list in-columns">
        {shown.map((node) => (
          <li>
            <NodeLink node={node} /> <Kind node={node} /> {say ? <span class="quiet">{say(node)}</span> : null}
          </li>
        ))}
      </ul>
      {more}
    </section>
  );
}
