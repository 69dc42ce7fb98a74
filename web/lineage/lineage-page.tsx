import { useEffect, useState } from 'preact/hooks';
import { nameOf, site } from '../data/site.ts';
import { counted } from '../parts/format.ts';
import { NodeLink } from '../parts/node-link.tsx';
import { Loading } from '../parts/waiting.tsx';
import { lineageHref, route, setQuery } from '../route.ts';
import { lensNamed } from './lens.ts';
import { LensChoice } from './lens-choice.tsx';
import { LineageList } from './list.tsx';
import { LineageMap } from './map.tsx';
import { type Focus, focusOf, focusText } from './neighbourhood.ts';
import { Picture } from './picture.tsx';
import { useSelection } from './selection.ts';
import { Stepper } from './stepper.tsx';

/** With more nodes than this a picture is a map. */
const mostCards = 250;

/** The lineage of a selection, in the words of `--select`. */
export function LineagePage() {
  const { query } = route.value;
  const selector = query.get('s') ?? '';
  const lens = lensNamed(query.get('lens'));
  const { nodes, problems } = useSelection(selector);
  const focus = focusOf(selector);
  const around = (node: number) => lineageHref(focusText({ node, up: focus?.up || 1, down: focus?.down || 1 }));
  return (
    <>
      <h1 tabIndex={-1}>Lineage</h1>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <SelectorBox selector={selector} />
        {focus ? <Steppers focus={focus} /> : null}
        <LensChoice lens={lens} />
        <output>
          {nodes ? counted(nodes.length, 'node') : ''}
          {focus ? (
            <>
              {' around '}
              <NodeLink node={focus.node} />
            </>
          ) : null}
        </output>
      </form>
      {problems.map(({ message, help }) => (
        <p class="problem" role="alert">
          {message.replaceAll('`', '')}
          {help === null ? null : <span class="quiet"> · {help.replaceAll('`', '')}</span>}
        </p>
      ))}
      {nodes === null ? <Loading /> : null}
      {nodes && nodes.length > 0 ? (
        <div class="beside">
          {nodes.length > mostCards ? (
            <LineageMap nodes={nodes} lens={lens} hrefOf={around} />
          ) : (
            <Picture
              nodes={nodes}
              focus={focus?.node ?? null}
              lens={lens}
              hrefOf={around}
              moreOf={(node, side) => widened(focus, node, side)}
            />
          )}
          <LineageList nodes={nodes} lens={lens} hrefOf={around} isOpen />
        </div>
      ) : null}
    </>
  );
}

/** One step further on that side; from a selection, the neighbourhood of the node. */
function widened(focus: Focus | null, node: number, side: 'up' | 'down'): string {
  if (!focus) return lineageHref(focusText({ node, up: 1, down: 1 }));
  return lineageHref(focusText({ ...focus, [side]: focus[side] + 1 }));
}

function Steppers({ focus }: { readonly focus: Focus }) {
  const change = (part: Partial<Focus>) => setQuery({ s: focusText({ ...focus, ...part }) });
  return (
    <>
      <Stepper label="up" value={focus.up} onChange={(up) => change({ up })} />
      <Stepper label="down" value={focus.down} onChange={(down) => change({ down })} />
    </>
  );
}

/** What is typed is looked at after a pause, or at once with Enter. */
function SelectorBox({ selector }: { readonly selector: string }) {
  const [typed, type] = useState(selector);
  useEffect(() => type(selector), [selector]);
  useEffect(() => {
    if (typed === selector) return;
    const pause = setTimeout(() => setQuery({ s: typed }), 400);
    return () => clearTimeout(pause);
  }, [typed]);
  return (
    <label class="selector">
      select{' '}
      <input
        type="text"
        value={typed}
        placeholder={`everything; or ${example()}`}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') setQuery({ s: event.currentTarget.value });
        }}
      />
    </label>
  );
}

function example(): string {
  const { index, children } = site();
  const node = index.nodes.parents.findIndex((list, at) => list.length > 0 && (children[at]?.length ?? 0) > 0);
  return `+${nameOf(node) || 'orders'} tag:daily`;
}
