import type { Manifest } from '../../nodes/manifest.ts';
import { displayName, type NodeId } from '../../nodes/node.ts';
import type { RunDetail, RunStep, RunSummary } from '../contract.ts';
import type { RecordedResult, RecordedRun } from '../input.ts';
import type { Numbers } from './numbers.ts';

export function runSummary(run: RecordedRun, manifest: Manifest): RunSummary {
  const nodes: Record<string, number> = {};
  const tests: Record<string, number> = {};
  for (const { id, status } of run.results) {
    const counts = isTest(manifest, id) ? tests : nodes;
    counts[status] = (counts[status] ?? 0) + 1;
  }
  const { at, verb, selection, seconds } = run;
  return { at, verb, selection, seconds, nodes, tests };
}

function isTest(manifest: Manifest, id: NodeId): boolean {
  const resource = manifest.nodes.get(id)?.resource ?? id.split('.', 1)[0];
  return resource === 'test' || resource === 'unit_test';
}

/** The steps of a run in the order in which they began; what never began comes last. */
export function runDetail(run: RecordedRun, manifest: Manifest, numbers: Numbers): RunDetail {
  const began = run.results.flatMap(({ startedAt }) => (startedAt === null ? [] : [Date.parse(startedAt)]));
  const first = began.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const start = ({ startedAt }: RecordedResult) => (startedAt === null ? 0 : (Date.parse(startedAt) - first) / 1000);
  const sorted = [...run.results].sort(
    (a, b) => Number(a.startedAt === null) - Number(b.startedAt === null) || start(a) - start(b),
  );
  const threads = [...new Set(run.results.map(({ thread }) => thread))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  const steps = sorted.map((result): RunStep => {
    const node = manifest.nodes.get(result.id);
    const { status, seconds, rows, failures, message } = result;
    return {
      name: node ? displayName(node) : result.id,
      node: numbers.of.get(result.id) ?? -1,
      resource: node?.resource ?? 'operation',
      kind: node?.resource === 'model' ? node.config.materialized : (node?.resource ?? 'hook'),
      status,
      start: round(start(result)),
      seconds: round(seconds),
      thread: threads.indexOf(result.thread),
      rows,
      failures,
      message,
    };
  });
  return { steps, critical: criticalPath(sorted, manifest, first), threads };
}

function round(seconds: number): number {
  return Math.round(seconds * 10_000) / 10_000;
}

/**
 * The chain of steps that the end of the run waited for: from the one that ended last, always to the parent that ended
 * last.
 */
function criticalPath(results: readonly RecordedResult[], manifest: Manifest, first: number): number[] {
  const places = new Map(results.map(({ id }, place) => [id, place]));
  const end = (place: number | undefined): number => {
    const result = place === undefined ? undefined : results[place];
    return result?.startedAt ? Date.parse(result.startedAt) - first + result.seconds * 1000 : -1;
  };
  const latest = (all: Iterable<number>): number | undefined => {
    let found: number | undefined;
    for (const place of all) if (end(place) > end(found)) found = place;
    return found;
  };
  /** The steps above a node; what has no step of its own, as a source, leads on to what is above it. */
  const above = (id: NodeId): Set<number> => {
    const found = new Set<number>();
    const seen = new Set<NodeId>();
    const waiting = [id];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const parent of manifest.graph.parents.get(at) ?? []) {
        const place = places.get(parent);
        if (place !== undefined) found.add(place);
        else if (!seen.has(parent)) waiting.push(parent);
        seen.add(parent);
      }
    }
    return found;
  };
  const path: number[] = [];
  for (let at = latest(results.keys()); at !== undefined; ) {
    path.unshift(at);
    at = latest(above(results[at]?.id ?? ''));
  }
  return path;
}
