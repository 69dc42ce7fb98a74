import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { IncrementalStrategy, TestConfig } from '../nodes/config.ts';
import type { ReadText } from '../source/text.ts';
import { checkLayer } from './check-layer.ts';
import type { ConfigLayer, ValuePlace } from './layer.ts';
import { checkModel } from './model-checks.ts';
import { inside } from './reading.ts';
import { type ConfigKind, type Configs, type Rule, rules } from './rules.ts';

export interface Resolved<C> {
  readonly config: C;
  readonly diagnostics: readonly Diagnostic[];
  /** Where the nearest value of a key was written; null when it has its default. */
  readonly placeOf: (key: string) => ValuePlace | null;
  /** Where each item of a list that adds up was written, the farthest first. */
  readonly placesOf: (key: string) => readonly ValuePlace[];
}

/**
 * The configuration of one node from its layers, the farthest first. The nearest value wins; tags, hooks, `meta` and
 * `grants` add up. Layers that are not checked yet are checked here. Throws nothing.
 */
export function resolveConfig<K extends ConfigKind>(
  kind: K,
  layers: readonly ConfigLayer[],
  readText: ReadText,
): Resolved<Configs[K]> {
  const diagnostics: Diagnostic[] = [];
  const checked = layers.map((layer) => {
    if (layer.checked) return layer;
    const found = checkLayer(kind, layer, readText);
    diagnostics.push(...found.diagnostics);
    return found.layer;
  });
  const config: Record<string, unknown> = { ...defaults[kind] };
  for (const { values } of checked) {
    for (const [key, value] of Object.entries(values)) {
      const rule = rules[kind][key];
      if (rule) config[key] = met(rule, config[key], value);
    }
  }
  const placeOf = (key: string) => checked.findLast((layer) => Object.hasOwn(layer.values, key))?.placeOf(key) ?? null;
  if (kind === 'test') finishTest(config);
  if (kind === 'model') {
    const hasKey = (config.unique_key as readonly string[]).length > 0;
    diagnostics.push(...checkModel(config as unknown as Configs['model'], placeOf, readText));
    if (config.materialized === 'incremental') config.incremental_strategy ??= defaultStrategy(hasKey);
  }
  const placesOf = (key: string) => checked.flatMap((layer) => itemPlaces(layer, key));
  return { config: config as unknown as Configs[K], diagnostics, placeOf, placesOf };
}

function itemPlaces({ values, placeOf }: ConfigLayer, key: string): ValuePlace[] {
  const items = Object.hasOwn(values, key) ? values[key] : null;
  if (items === null || items === undefined) return [];
  const place = placeOf(key);
  if (!Array.isArray(items)) return [place];
  return items.map((_, index) => (place.kind === 'yaml' ? { kind: 'yaml', at: inside(place.at, index) } : place));
}

const defaults = Object.fromEntries(
  Object.entries(rules).map(([kind, table]) => [
    kind,
    Object.fromEntries(Object.entries(table).map(([key, rule]) => [key, rule.initial])),
  ]),
) as Readonly<Record<ConfigKind, Readonly<Record<string, unknown>>>>;

function met(rule: Rule<unknown>, far: unknown, near: unknown): unknown {
  if (near !== null) return rule.combine ? rule.combine(far, near) : near;
  // Null adds nothing to what adds up, and takes anything else back to its default.
  return rule.combine && rule.initial !== null ? far : rule.initial;
}

function defaultStrategy(hasKey: boolean): IncrementalStrategy {
  return hasKey ? 'delete+insert' : 'append';
}

/** dbt's rule: `store_failures_as` decides whether failures are stored at all. */
function finishTest(config: Record<string, unknown>): void {
  if (config.store_failures_as === null) return;
  config.store_failures = config.store_failures_as !== 'ephemeral';
  if (config.store_failures_as === 'ephemeral')
    config.store_failures_as = null satisfies TestConfig['store_failures_as'];
}
