import { useState } from 'preact/hooks';
import type { RunDetail, RunStep } from '../../src/site/contract.ts';
import { nameOf } from '../data/site.ts';
import { count, seconds } from '../parts/format.ts';
import { Scroller } from '../parts/scroller.tsx';
import { toneOf } from '../parts/status.tsx';
import { nodeHref } from '../route.ts';

const row = 20;
const left = 250;
const width = 760;
const longest = 34;
/** More bars than this are no picture any more; the longest are kept, and the critical path. */
const mostRows = 120;

/** A bar a node, from its start to its end. */
export function Gantt({ detail }: { readonly detail: RunDetail }) {
  const { steps, critical } = detail;
  const [isWhole, show] = useState(false);
  const onPath = new Set(critical);
  const all = steps.map((step, place) => ({ step, isCritical: onPath.has(place) })).filter(({ step }) => isBar(step));
  const kept = isWhole ? all : longestOf(all);
  const end = Math.max(...steps.map((step) => step.start + step.seconds), 0.001);
  const scale = width / end;
  const height = 26 + kept.length * row;
  return (
    <>
      <Scroller label="chart of the run">
        <svg
          class="gantt"
          width={left + width + 70}
          height={height}
          viewBox={`0 0 ${left + width + 70} ${height}`}
          role="group"
          aria-label="when each node was built; the tables below say the same"
        >
          {ticks(end).map((tick) => (
            <g>
              <line class="tick" x1={left + tick * scale} x2={left + tick * scale} y1="18" y2={height} />
              <text class="tick-text" x={left + tick * scale} y="12" text-anchor="middle">
                {`${tick}s`}
              </text>
            </g>
          ))}
          {kept.map(({ step, isCritical }, at) => (
            <Bar step={step} isCritical={isCritical} y={24 + at * row} scale={scale} />
          ))}
        </svg>
      </Scroller>
      <p class="quiet">
        <span class="key critical" aria-hidden="true" /> on the critical path <span class="key" aria-hidden="true" />{' '}
        beside it
        {kept.length < all.length ? (
          <>
            {' · '}the {count(kept.length)} longest of {count(all.length)}{' '}
            <button type="button" onClick={() => show(true)}>
              show all
            </button>
          </>
        ) : null}
      </p>
    </>
  );
}

function isBar({ node, resource, status }: RunStep): boolean {
  return (node >= 0 || resource === 'operation') && status !== 'skipped';
}

type Kept = readonly { readonly step: RunStep; readonly isCritical: boolean }[];

function longestOf(all: Kept): Kept {
  if (all.length <= mostRows) return all;
  const least = [...all].sort((a, b) => b.step.seconds - a.step.seconds)[mostRows - 1]?.step.seconds ?? 0;
  return all.filter(({ step, isCritical }) => isCritical || step.seconds > least);
}

function Bar({
  step,
  isCritical,
  y,
  scale,
}: {
  readonly step: RunStep;
  readonly isCritical: boolean;
  readonly y: number;
  readonly scale: number;
}) {
  const name = step.name.length > longest ? `${step.name.slice(0, longest - 1)}…` : step.name;
  const wide = Math.max(1.5, step.seconds * scale);
  const x = left + step.start * scale;
  const path = isCritical ? ', on the critical path' : '';
  const label = `${name} ${seconds(step.seconds)} ${step.status}, from ${seconds(step.start)}${path}`;
  const bar = (
    <>
      <title>{label}</title>
      <text class="bar-name" x={left - 10} y={y + 14} text-anchor="end">
        {`${name} `}
      </text>
      <rect
        class={`bar ${toneOf(step.status)}${isCritical ? ' critical' : ''}`}
        x={x}
        y={y + 4}
        width={wide}
        height="12"
        rx="2"
      />
      <text class="bar-time" x={x + wide + 6} y={y + 14}>
        {seconds(step.seconds)}
      </text>
    </>
  );
  if (step.node < 0) return <g>{bar}</g>;
  return (
    <a href={nodeHref(nameOf(step.node))} aria-label={label}>
      {bar}
    </a>
  );
}

function ticks(end: number): number[] {
  const rough = end / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough;
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => Number((at * step).toFixed(digits)));
}
