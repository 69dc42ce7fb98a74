import type { ValuePlace } from '../config/layer.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { type NodeId, versionedName } from '../nodes/node.ts';
import type { InputCall } from '../template/template.ts';
import { type Compilation, inTemplate, referenceKey, report } from './compilation.ts';
import type { Draft } from './drafts.ts';

/** What a ref or a source can name. */
export interface Names {
  readonly enabled: ReadonlyMap<NodeId, Draft>;
  /** Ids of models and seeds by name; a model with versions also by `name.v1`. */
  readonly refs: ReadonlyMap<string, NodeId>;
  /** Ids of source tables by `source.table`. */
  readonly sources: ReadonlyMap<string, NodeId>;
  /** Keys as above of nodes that are switched off. */
  readonly disabled: ReadonlySet<string>;
}

export function nameDrafts(drafts: readonly Draft[], enabled: (draft: Draft) => boolean): Names {
  const refs = new Map<string, NodeId>();
  const sources = new Map<string, NodeId>();
  const disabled = new Set<string>();
  const kept = new Map<NodeId, Draft>();
  for (const draft of drafts) {
    const on = enabled(draft);
    if (on) kept.set(draft.id, draft);
    for (const key of keysOf(draft)) {
      const map = draft.kind === 'source' ? sources : refs;
      if (on) map.set(key, draft.id);
      else disabled.add(key);
    }
  }
  return { enabled: kept, refs, sources, disabled };
}

function keysOf(draft: Draft): string[] {
  if (draft.kind === 'source') return [`${draft.spec.sourceName}.${draft.name}`];
  if (draft.kind === 'seed' || draft.version === null) return [draft.name];
  const latest = draft.spec?.latestVersion === draft.version;
  return [versionedName(draft.name, draft.version), ...(latest ? [draft.name] : [])];
}

/** The node that a call means; null after saying what is wrong. */
export function resolve(compilation: Compilation, names: Names, call: InputCall, from: string): NodeId | null {
  return resolveAt(compilation, names, call, inTemplate(call.range), from);
}

/** The same for a call that stands in a YAML file. */
export function resolveAt(
  compilation: Compilation,
  names: Names,
  call: InputCall,
  at: ValuePlace,
  from: string,
): NodeId | null {
  const { key, map, shown } = wanted(names, call);
  if (call.kind === 'ref' && call.package !== null && call.package !== compilation.raw.config.name) {
    report(
      compilation,
      'M401',
      `\`${from}\` refers to \`${shown}\` of the package \`${call.package}\`, which is not here`,
      at,
      {
        node: from,
        help: `this project is called \`${compilation.raw.config.name}\``,
      },
    );
    return null;
  }
  const id = map.get(key);
  if (id !== undefined) {
    const edge = referenceKey(from, id);
    if (!compilation.references.has(edge)) compilation.references.set(edge, at);
    return id;
  }
  if (names.disabled.has(key)) {
    report(compilation, 'M405', `\`${from}\` refers to \`${shown}\`, which is disabled`, at, {
      node: from,
      help: `enable \`${shown}\` or take the reference away`,
    });
    return null;
  }
  report(
    compilation,
    call.kind === 'ref' ? 'M401' : 'M402',
    call.kind === 'ref'
      ? `\`${from}\` refers to \`${shown}\`, and there is no model or seed of that name`
      : `\`${from}\` reads the source \`${shown}\`, which no properties file declares`,
    at,
    { node: from, label: 'not found', help: didYouMean(key, map.keys()) },
  );
  return null;
}

function wanted(names: Names, call: InputCall): { key: string; map: ReadonlyMap<string, NodeId>; shown: string } {
  if (call.kind === 'source') {
    const key = `${call.source}.${call.table}`;
    return { key, map: names.sources, shown: key };
  }
  const key = versionedName(call.name, call.version);
  return { key, map: names.refs, shown: key };
}
