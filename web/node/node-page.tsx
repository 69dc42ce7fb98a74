import type { NodeDetail } from '../../src/site/contract.ts';
import { detailOf, nameOf, site, wordOf } from '../data/site.ts';
import { lensNamed } from '../lineage/lens.ts';
import { LensChoice } from '../lineage/lens-choice.tsx';
import { LineageList } from '../lineage/list.tsx';
import { focusText, neighbourhood } from '../lineage/neighbourhood.ts';
import { Picture } from '../lineage/picture.tsx';
import { Stepper } from '../lineage/stepper.tsx';
import { Nowhere } from '../parts/nowhere.tsx';
import { RichBlock } from '../parts/rich-text.tsx';
import { Loading } from '../parts/waiting.tsx';
import { href, lineageHref, nodeHref, route, setQuery } from '../route.ts';
import { About } from './about.tsx';
import { Columns } from './columns.tsx';
import { History } from './history.tsx';
import { SqlSection } from './sql-section.tsx';
import { TestList } from './test-list.tsx';

/** Everything about one model, seed, source, exposure or generator. */
export function NodePage({ name }: { readonly name: string }) {
  const node = site().byName.get(name);
  if (node === undefined) return <Nowhere what={`There is no node “${name}”.`} />;
  const detail = detailOf(node);
  return (
    <>
      <p class="above">
        {wordOf(site().index.nodes.resource, node)} in{' '}
        <a href={href('nodes', [], { layer: wordOf(site().index.nodes.layer, node) })}>
          {wordOf(site().index.nodes.layer, node)}
        </a>
      </p>
      <h1 tabIndex={-1}>{name}</h1>
      {detail === undefined ? <Loading /> : null}
      {detail && 'error' in detail ? <p role="alert">{detail.error}</p> : null}
      {detail && !('error' in detail) ? <Detail node={node} detail={detail} /> : null}
    </>
  );
}

function Detail({ node, detail }: { readonly node: number; readonly detail: NodeDetail }) {
  return (
    <>
      {detail.description.length === 0 ? (
        <p class="quiet">No description yet.</p>
      ) : (
        <RichBlock of={detail.description} />
      )}
      <div class="with-aside">
        <div>
          <Neighbours node={node} />
          <Columns detail={detail} node={node} />
          {detail.tests.length > 0 ? (
            <section>
              <h2>Tests</h2>
              <TestList tests={detail.tests} isOwn />
            </section>
          ) : null}
          <SqlSection node={node} />
          <History history={detail.history} />
        </div>
        <About node={node} detail={detail} />
      </div>
    </>
  );
}

function Neighbours({ node }: { readonly node: number }) {
  const { query } = route.value;
  const steps = (key: string) => {
    const text = query.get(key) ?? '1';
    return text === 'all' ? Number.POSITIVE_INFINITY : Math.max(0, Number.parseInt(text, 10) || 0);
  };
  const focus = { node, up: steps('up'), down: steps('down') };
  const lens = lensNamed(query.get('lens'));
  const nodes = neighbourhood(focus);
  const set = (key: string) => (value: number) => setQuery({ [key]: Number.isFinite(value) ? value : 'all' });
  const more = (one: number, side: 'up' | 'down') =>
    one === node
      ? href('node', [nameOf(node)], { ...Object.fromEntries(query), [side]: focus[side] + 1 })
      : nodeHref(nameOf(one));
  return (
    <section>
      <h2>Lineage</h2>
      <div class="filters">
        <Stepper label="up" value={focus.up} onChange={set('up')} />
        <Stepper label="down" value={focus.down} onChange={set('down')} />
        <LensChoice lens={lens} />
        <a href={lineageHref(focusText(focus))}>open as a page</a>
      </div>
      <div class="beside">
        <Picture nodes={nodes} focus={node} lens={lens} hrefOf={(one) => nodeHref(nameOf(one))} moreOf={more} />
        <LineageList
          nodes={nodes}
          lens={lens}
          hrefOf={(one) => lineageHref(focusText({ ...focus, node: one }))}
          isOpen={false}
        />
      </div>
    </section>
  );
}
