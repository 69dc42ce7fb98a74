import { site, wordOf } from '../data/site.ts';
import { change, count, counted, seconds } from '../parts/format.ts';
import { useMore } from '../parts/more.tsx';
import { Kind, NodeLink } from '../parts/node-link.tsx';
import { Scroller } from '../parts/scroller.tsx';
import { Status } from '../parts/status.tsx';
import { route, setQuery } from '../route.ts';

/** Every node, in the order of the lineage. */
export function NodesPage() {
  const { nodes } = site().index;
  const { query } = route.value;
  const layer = query.get('layer') ?? '';
  const wanted = (query.get('q') ?? '').toLowerCase();
  const found = nodes.name.flatMap((name, node) => {
    if (layer !== '' && wordOf(nodes.layer, node) !== layer) return [];
    const isWanted = name.toLowerCase().includes(wanted) || nodes.tags[node]?.some((tag) => tag.includes(wanted));
    return isWanted ? [node] : [];
  });
  const { shown, more } = useMore(found);
  return (
    <>
      <h1 tabIndex={-1}>Nodes</h1>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          name or tag{' '}
          <input
            type="search"
            value={query.get('q') ?? ''}
            onInput={(event) => setQuery({ q: event.currentTarget.value })}
          />
        </label>
        <label>
          layer{' '}
          <select value={layer} onChange={(event) => setQuery({ layer: event.currentTarget.value })}>
            <option value="">all</option>
            {nodes.layer.words.map((word) => (
              <option value={word}>{word}</option>
            ))}
          </select>
        </label>
        <output>{counted(found.length, 'node')}</output>
      </form>
      <Scroller label="nodes">
        <table>
          <thead>
            <tr>
              <th scope="col">node</th>
              <th scope="col">kind</th>
              <th scope="col">layer</th>
              <th scope="col">last run</th>
              <th scope="col" class="number">
                rows
              </th>
              <th scope="col" class="number">
                time
              </th>
              <th scope="col">tests</th>
              <th scope="col">tags</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((node) => (
              <NodeRow node={node} />
            ))}
          </tbody>
        </table>
      </Scroller>
      {more}
    </>
  );
}

function NodeRow({ node }: { readonly node: number }) {
  const { nodes } = site().index;
  const [rows, before] = [nodes.rows[node] ?? null, nodes.rowsBefore[node] ?? null];
  const tests = nodes.tests[node] ?? 0;
  return (
    <tr>
      <th scope="row">
        <NodeLink node={node} />
      </th>
      <td>
        <Kind node={node} />
      </td>
      <td>{wordOf(nodes.layer, node)}</td>
      <td>
        <Status of={wordOf(nodes.status, node)} />
      </td>
      <td class="number">
        {rows === null ? '' : count(rows)}
        {rows !== null && before !== null ? <span class="quiet"> {change(rows, before)}</span> : null}
      </td>
      <td class="number">{seconds(nodes.seconds[node] ?? null)}</td>
      <td>
        {tests === 0 ? (
          <span class="quiet">none</span>
        ) : (
          <Status of={wordOf(nodes.worstTest, node)} word={`${count(tests)} ${wordOf(nodes.worstTest, node)}`} />
        )}
      </td>
      <td>{nodes.tags[node]?.join(', ')}</td>
    </tr>
  );
}
