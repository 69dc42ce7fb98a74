import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SiteMap } from '../../src/site/contract.ts';
import { nameOf } from '../data/site.ts';
import { counted } from '../parts/format.ts';
import { WithFile } from '../parts/waiting.tsx';
import { go } from '../route.ts';
import { theme } from '../theme.ts';
import { draw, fitted, nodeAt, type View, zoomed } from './draw-map.ts';
import type { Lens } from './lens.ts';

interface Props {
  readonly nodes: readonly number[];
  readonly lens: Lens;
  readonly hrefOf: (node: number) => string;
}

/** Thousands of nodes, drawn at once. A mouse drags and zooms it; the list beside it says the same. */
export function LineageMap(props: Props) {
  return <WithFile name="map">{(map) => <Drawn {...props} map={map} />}</WithFile>;
}

function Drawn({ nodes, lens, hrefOf, map }: Props & { readonly map: SiteMap }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, look] = useState<View | null>(null);
  const [hovered, hover] = useState<number | null>(null);
  const shown = useMemo(() => new Set(nodes), [nodes]);
  const showAll = () => canvas.current && look(fitted(map, nodes, canvas.current));
  useEffect(() => {
    showAll();
  }, [nodes, map]);
  useEffect(() => {
    if (canvas.current && view) draw(canvas.current, map, nodes, shown, lens, view, hovered);
  }, [view, lens, hovered, theme.value, nodes]);
  const zoom = (factor: number) => canvas.current && view && look(zoomed(view, factor, canvas.current));
  return (
    <figure class="map">
      <figcaption>
        {counted(nodes.length, 'node')};{' '}
        <span class="quiet">{hovered === null ? 'a click shows the neighbours of one' : nameOf(hovered)}</span>
        <span class="map-buttons">
          <button type="button" onClick={() => zoom(1.4)} aria-label="larger">
            +
          </button>
          <button type="button" onClick={() => zoom(1 / 1.4)} aria-label="smaller">
            −
          </button>
          <button type="button" onClick={showAll}>
            all
          </button>
        </span>
      </figcaption>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`map of ${counted(nodes.length, 'node')}; the list says the same`}
        onWheel={(event) => {
          event.preventDefault();
          if (view) look(zoomed(view, event.deltaY < 0 ? 1.2 : 1 / 1.2, event.currentTarget, event));
        }}
        onPointerMove={(event) => {
          if (!view) return;
          if (event.buttons === 1) look({ ...view, x: view.x + event.movementX, y: view.y + event.movementY });
          else hover(nodeAt(map, nodes, view, event));
        }}
        onClick={(event) => {
          const node = view && nodeAt(map, nodes, view, event);
          if (node !== null) go(hrefOf(node));
        }}
      />
    </figure>
  );
}
