import { useMemo } from 'preact/hooks';
import { curve, type Placed, placed } from '../../src/site/layout/placed.ts';
import { nameOf, site, wordOf } from '../data/site.ts';
import { counted } from '../parts/format.ts';
import { Scroller } from '../parts/scroller.tsx';
import { type Lens, lensOf } from './lens.ts';
import { moveFocus } from './move-focus.ts';

const letter = 7.4;
const smallLetter = 6.7;
const longest = 36;
const height = 46;
const margin = 30;

interface Props {
  readonly nodes: readonly number[];
  readonly focus: number | null;
  readonly lens: Lens;
  /** Where a click on a node leads. */
  readonly hrefOf: (node: number) => string;
  /** Where a click on the count of hidden neighbours leads. */
  readonly moreOf: (node: number, side: 'up' | 'down') => string;
}

/** The lineage of some nodes, from left to right. Arrow keys go from node to node. */
export function Picture({ nodes, focus, lens, hrefOf, moreOf }: Props) {
  const layout = useMemo(() => layoutOf(nodes, lens), [nodes.join(), lens]);
  const { placed: picture, parents, widths } = layout;
  const width = picture.width + 2 * margin;
  const tall = picture.height + 2 * 8;
  const at = focus === null ? -1 : nodes.indexOf(focus);
  return (
    <Scroller label="picture of the lineage" centre={`${focus} ${nodes.length}`}>
      <svg
        class="picture"
        width={width}
        height={tall}
        viewBox={`${-margin} -8 ${width} ${tall}`}
        role="group"
        aria-label={`lineage of ${counted(nodes.length, 'node')}; the list says the same`}
        onKeyDown={moveFocus}
      >
        {picture.edges.map(({ from, to, points }) => (
          <path class={from === at || to === at ? 'edge near' : 'edge'} d={curve(points)} />
        ))}
        {nodes.map((node, place) => (
          <Card
            key={node}
            node={node}
            x={picture.places[place]?.x ?? 0}
            y={picture.places[place]?.y ?? 0}
            width={widths[place] ?? 0}
            isFocus={node === focus}
            hidden={hiddenOf(node, place, layout, parents)}
            lens={lens}
            href={hrefOf(node)}
            moreOf={moreOf}
          />
        ))}
      </svg>
    </Scroller>
  );
}

interface Layout {
  readonly placed: Placed;
  /** By place, places. */
  readonly parents: readonly (readonly number[])[];
  readonly childrenShown: readonly number[];
  readonly widths: readonly number[];
}

function layoutOf(nodes: readonly number[], lens: Lens): Layout {
  const places = new Map(nodes.map((node, place) => [node, place]));
  const parents = nodes.map((node) => (site().index.nodes.parents[node] ?? []).flatMap((one) => places.get(one) ?? []));
  const childrenShown = nodes.map(() => 0);
  for (const list of parents) for (const parent of list) childrenShown[parent] = (childrenShown[parent] ?? 0) + 1;
  const widths = nodes.map((node) =>
    Math.round(
      Math.max(Math.min(longest, nameOf(node).length) * letter, belowOf(node, lens).length * smallLetter) + 30,
    ),
  );
  return {
    placed: placed(
      widths.map((width) => ({ width, height })),
      parents,
    ),
    parents,
    childrenShown,
    widths,
  };
}

type Hidden = readonly [up: number, down: number];

function hiddenOf(node: number, place: number, { childrenShown }: Layout, parents: Layout['parents']): Hidden {
  const { index, children } = site();
  return [
    (index.nodes.parents[node]?.length ?? 0) - (parents[place]?.length ?? 0),
    (children[node]?.length ?? 0) - (childrenShown[place] ?? 0),
  ];
}

/** The kind of a node, and what the lens says of it. */
function belowOf(node: number, lens: Lens): string {
  const kind = wordOf(site().index.nodes.kind, node);
  const { text } = lensOf(lens, node);
  return text === '' || text === kind ? kind : `${kind} · ${text}`;
}

interface CardProps extends Pick<Props, 'lens' | 'moreOf'> {
  readonly node: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly isFocus: boolean;
  readonly hidden: Hidden;
  readonly href: string;
}

function Card({ node, x, y, width, isFocus, hidden: [up, down], lens, href, moreOf }: CardProps) {
  const name = nameOf(node);
  const said = lensOf(lens, node);
  const below = belowOf(node, lens);
  const short = name.length > longest ? `${name.slice(0, longest - 1)}…` : name;
  return (
    <g transform={`translate(${x} ${y})`}>
      <a class={isFocus ? 'node focus' : 'node'} href={href} aria-current={isFocus ? 'true' : undefined}>
        {short === name ? null : <title>{name}</title>}
        <rect class="box" width={width} height={height} rx="7" />
        <path class={`tone ${said.tone}`} d={`M7 0h-1a6 6 0 0 0 -6 6v${height - 12}a6 6 0 0 0 6 6h1z`} />
        <text x="16" y="20">{`${short} `}</text>
        <text class={`below ${said.tone}`} x="16" y="36">
          {below}
        </text>
      </a>
      {up > 0 ? (
        <a
          class="hidden-count"
          href={moreOf(node, 'up')}
          aria-label={`${counted(up, 'parent')} of ${name} not shown: show`}
        >
          <rect x="-27" y="13" width="24" height="20" rx="10" />
          <text x="-15" y="27" text-anchor="middle">
            +{up}
          </text>
        </a>
      ) : null}
      {down > 0 ? (
        <a
          class="hidden-count"
          href={moreOf(node, 'down')}
          aria-label={`${counted(down, 'child', 'children')} of ${name} not shown: show`}
        >
          <rect x={width + 3} y="13" width="24" height="20" rx="10" />
          <text x={width + 15} y="27" text-anchor="middle">
            +{down}
          </text>
        </a>
      ) : null}
    </g>
  );
}
