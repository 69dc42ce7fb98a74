import type { ProjectOptions, RunOptions, SelectionOptions } from '../commands/options.ts';
import { badValue } from './option-values.ts';
import type { RawOptions } from './raw-options.ts';

/** Flags as the records that verbs take: what was not given has its default. */
export function projectOptions(raw: RawOptions): ProjectOptions {
  return {
    projectDir: raw.projectDir ?? '.',
    target: raw.target ?? null,
    vars: raw.vars ?? null,
    threads: raw.threads ?? null,
  };
}

export function selectionOptions(raw: RawOptions): SelectionOptions {
  return {
    select: [...(raw.select ?? []), ...(raw.models ?? [])],
    exclude: raw.exclude ?? [],
    selector: raw.selector ?? null,
    resourceTypes: raw.resourceType ?? [],
    excludeResourceTypes: raw.excludeResourceType ?? [],
    state: raw.state ?? null,
    indirectSelection: raw.indirectSelection ?? null,
  };
}

export function runOptions(raw: RawOptions): RunOptions {
  return {
    ...projectOptions(raw),
    ...selectionOptions(raw),
    fullRefresh: raw.fullRefresh ?? false,
    force: raw.force ?? false,
    atomic: raw.atomic ?? false,
    adopt: raw.adopt ?? false,
    defer: raw.defer ?? false,
    favorState: raw.favorState ?? false,
    failFast: raw.failFast ?? false,
    empty: raw.empty ?? false,
    sample: raw.sample ?? null,
    eventTimeStart: raw.eventTimeStart ?? null,
    eventTimeEnd: raw.eventTimeEnd ?? null,
    restate: raw.restate ?? null,
    storeFailures: raw.storeFailures ?? false,
    from: raw.from ?? null,
    waitSeconds: raw.wait ?? 0,
  };
}

/** Parameters of a generator; `read` turns the text of a `--set` into a value. */
export function generatorParams(raw: RawOptions, read: (text: string) => unknown): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const name of ['start', 'days', 'seed', 'machines', 'faults', 'clean'] as const)
    if (raw[name] !== undefined) params[name] = raw[name];
  for (const pair of raw.set ?? []) {
    const at = pair.indexOf('=');
    if (at < 1) throw badValue(`\`--set\` takes \`key=value\`, not \`${pair}\``, null);
    put(params, pair.slice(0, at), read(pair.slice(at + 1)));
  }
  return params;
}

/** `faults.nulls` is `nulls` of `faults`; what is no set of values makes room for one. */
function put(params: Record<string, unknown>, path: string, value: unknown): void {
  const dot = path.indexOf('.');
  if (dot < 1) {
    params[path] = value;
    return;
  }
  const name = path.slice(0, dot);
  const inner = params[name];
  const copy = typeof inner === 'object' && inner !== null ? { ...inner } : {};
  put(copy, path.slice(dot + 1), value);
  params[name] = copy;
}
