import type { NodeDetail } from '../../src/site/contract.ts';
import { site, wordOf } from '../data/site.ts';
import { change, count, instant, seconds } from '../parts/format.ts';
import { WebLink } from '../parts/rich-text.tsx';
import { Status } from '../parts/status.tsx';

/** The facts of a node, beside its page. */
export function About({ node, detail }: { readonly node: number; readonly detail: NodeDetail }) {
  const { nodes } = site().index;
  const [last] = detail.history;
  const before = nodes.rowsBefore[node] ?? null;
  const worst = wordOf(nodes.worstTest, node);
  const tags = nodes.tags[node] ?? [];
  return (
    <aside class="about" aria-label="facts">
      <dl>
        <dt>kind</dt>
        <dd>{wordOf(nodes.kind, node)}</dd>
        {last ? (
          <>
            <dt>last run</dt>
            <dd>
              <Status of={last.status} /> <span class="quiet">{seconds(last.seconds)}</span>
              <div class="quiet">{instant(last.at)}</div>
              {last.message === null ? null : <div>{last.message}</div>}
            </dd>
          </>
        ) : null}
        {last && last.rows !== null ? (
          <>
            <dt>rows written</dt>
            <dd>
              {count(last.rows)} {before === null ? null : <span class="quiet">{change(last.rows, before)}</span>}
            </dd>
          </>
        ) : null}
        {worst === '' ? null : (
          <>
            <dt>tests</dt>
            <dd>
              <Status of={worst} word={`${count(nodes.tests[node] ?? 0)} · ${worst}`} />
            </dd>
          </>
        )}
        {detail.delivered.map(([label, value]) => (
          <Fact label={label} value={instant(value)} />
        ))}
        {detail.relation === null ? null : <Fact label="relation" value={detail.relation} isCode />}
        <Fact label="file" value={nodes.path[node] ?? ''} isCode />
        {detail.patchPath === null ? null : <Fact label="described in" value={detail.patchPath} isCode />}
        {tags.length === 0 ? null : <Fact label="tags" value={tags.join(', ')} />}
        {detail.facts.map(([label, value]) => (
          <Fact label={label} value={value} isCode={/^(?:files|relation|program|hooks|unique key|meta)/.test(label)} />
        ))}
      </dl>
    </aside>
  );
}

function Fact({
  label,
  value,
  isCode = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly isCode?: boolean;
}) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{label === 'url' ? <WebLink to={value}>{value}</WebLink> : isCode ? <code>{value}</code> : value}</dd>
    </>
  );
}
