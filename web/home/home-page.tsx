import { coverageOf } from '../../src/site/coverage.ts';
import { site, wordOf } from '../data/site.ts';
import { count, counted, instant, seconds } from '../parts/format.ts';
import { NodeLink } from '../parts/node-link.tsx';
import { Share } from '../parts/share.tsx';
import { Status } from '../parts/status.tsx';
import { href } from '../route.ts';

/** What the project is, and what is not as it should be. */
export function HomePage() {
  const { index } = site();
  const { nodes } = index;
  const resources = counts(nodes.name.map((_, node) => wordOf(nodes.resource, node)));
  const said = [...resources].map(([resource, number]) => counted(number, resource));
  return (
    <>
      <h1 tabIndex={-1}>{index.project}</h1>
      <p class="lead">
        {said.join(', ')} and {counted(index.tests, 'test')}. Press <kbd>/</kbd> to find any of them.
      </p>
      <div class="cards">
        <LastRun />
        <Coverage />
      </div>
      <Trouble />
      <Layers />
    </>
  );
}

function LastRun() {
  const { run } = site().index;
  if (!run) {
    return (
      <section class="card">
        <h2>Last run</h2>
        <p>
          Nothing has been run for this target yet: <code>mart build</code>
        </p>
      </section>
    );
  }
  return (
    <section class="card">
      <h2>
        <a href={href('run')}>Last run</a>
      </h2>
      <p>
        <code>
          mart {run.verb}
          {run.selection === null ? '' : ` -s ${run.selection}`}
        </code>{' '}
        on {instant(run.at)}, {seconds(run.seconds)}
      </p>
      <dl class="figures">
        <Figures label="nodes" of={run.nodes} />
        <Figures label="tests" of={run.tests} />
      </dl>
    </section>
  );
}

function Figures({ label, of }: { readonly label: string; readonly of: Readonly<Record<string, number>> }) {
  const all = Object.entries(of);
  if (all.length === 0) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {all.map(([status, number]) => (
          <Status of={status} word={`${count(number)} ${status}`} />
        ))}
      </dd>
    </div>
  );
}

function Coverage() {
  const all = coverageOf(site().index.nodes);
  return (
    <section class="card">
      <h2>
        <a href={href('health')}>Health</a>
      </h2>
      <Share part={all.nodesDescribed} of={all.nodes} what="of models, seeds and sources described" />
      <Share part={all.columnsDescribed} of={all.columns} what="of columns described" />
      <Share part={all.nodesTested} of={all.nodes} what="tested" />
    </section>
  );
}

/** Nodes that failed, or whose tests did. */
function Trouble() {
  const { nodes } = site().index;
  const bad = nodes.name.flatMap((_, node) => {
    const status = wordOf(nodes.status, node);
    const test = wordOf(nodes.worstTest, node);
    return status === 'error' || test === 'fail' || test === 'error' || test === 'warn' ? [{ node, status, test }] : [];
  });
  if (bad.length === 0) return null;
  return (
    <section>
      <h2>Look here first</h2>
      <ul class="plain-list">
        {bad.slice(0, 20).map(({ node, status, test }) => (
          <li>
            <NodeLink node={node} /> {status === 'error' ? <Status of="error" word="not built" /> : null}{' '}
            {test === 'pass' || test === '' || test === 'not run' ? null : (
              <Status of={test} word={`a test: ${test}`} />
            )}
          </li>
        ))}
      </ul>
      {bad.length > 20 ? <p>… and {count(bad.length - 20)} more</p> : null}
    </section>
  );
}

/** The project from left to right: what stands where. */
function Layers() {
  const { nodes } = site().index;
  const layers = new Map<string, number[]>();
  nodes.name.forEach((_, node) => {
    const layer = wordOf(nodes.layer, node);
    const list = layers.get(layer);
    if (list) list.push(node);
    else layers.set(layer, [node]);
  });
  return (
    <section>
      <h2>What there is</h2>
      <p>
        <a href={href('lineage')}>The lineage of everything</a> · <a href={href('nodes')}>a list of all nodes</a>
      </p>
      <div class="layers">
        {[...layers].map(([layer, list]) => (
          <section class="layer">
            <h3>
              <a href={href('nodes', [], { layer })}>{layer}</a> <span class="quiet">{count(list.length)}</span>
            </h3>
            <ul class="plain-list">
              {list.slice(0, 12).map((node) => (
                <li>
                  <NodeLink node={node} />
                </li>
              ))}
              {list.length > 12 ? (
                <li>
                  <a href={href('nodes', [], { layer })}>… and {count(list.length - 12)} more</a>
                </li>
              ) : null}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

function counts(words: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const word of words) found.set(word, (found.get(word) ?? 0) + 1);
  return found;
}
