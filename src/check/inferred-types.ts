import { createHash } from 'node:crypto';
import type { ColumnType } from '../adapter/port.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { displayName, type NodeId, type Source } from '../nodes/node.ts';
import { findColumn } from './columns.ts';
import { type CodePlace, spanOfPlace } from './places.ts';
import type { FoundFile } from './source-files.ts';

/** What the engine found in the files of a source whose columns nobody declares. */
export interface Inference {
  /** Tells the files that were looked at from others. */
  readonly files: string;
  readonly columns: readonly ColumnType[];
}

export type Inferences = Readonly<Record<NodeId, Inference>>;

/** Inferences by source, plain data for a file. */
export interface InferenceMemory {
  readonly find: (id: NodeId) => Inference | null;
  readonly keep: (id: NodeId, inference: Inference) => void;
  /** All of it; null when nothing is new. */
  readonly inferences: () => Inferences | null;
}

export function inferenceMemory(before: Inferences): InferenceMemory {
  const known = new Map(Object.entries(before));
  let isNew = false;
  return {
    find: (id) => known.get(id) ?? null,
    keep: (id, inference) => {
      isNew ||= JSON.stringify(known.get(id)) !== JSON.stringify(inference);
      known.set(id, inference);
    },
    inferences: () => (isNew ? Object.fromEntries([...known].sort(([a], [b]) => (a < b ? -1 : 1))) : null),
  };
}

/** What tells one delivery of files from another without reading them, or other declared columns. */
export function fingerprint(files: readonly FoundFile[], declared: readonly ColumnType[] = []): string {
  const hash = createHash('sha256');
  for (const { name, type } of declared) hash.update(`${name} ${type}\n`);
  for (const { path, size, modified } of files) hash.update(`${path}\n${size} ${modified}\n`);
  return hash.digest('base64url').slice(0, 22);
}

/** A warning (M311) for each column that is found otherwise than before. */
export function changes(
  source: Source,
  before: readonly ColumnType[],
  now: readonly ColumnType[],
  place: CodePlace,
): readonly Diagnostic[] {
  const said = [
    ...before.flatMap(({ name, type }) => {
      const found = findColumn(now, name);
      if (!found) return [{ name, what: `has no column \`${name}\` any more, which was ${type}` }];
      return found.type === type ? [] : [{ name, what: `gives \`${name}\` as ${found.type}, which was ${type}` }];
    }),
    ...now
      .filter(({ name }) => !findColumn(before, name))
      .map(({ name, type }) => ({ name, what: `has a new column \`${name}\`, ${type}` })),
  ];
  return said.map(({ name, what }) =>
    diagnostic('M311', `${displayName(source)} ${what}`, {
      severity: 'warning',
      labels: [{ span: spanOfPlace(placeIn(source, name), place.readText), text: 'inferred from its files' }],
      help: `declare it: \`columns: [{ name: ${name}, data_type: … }]\`; the next run takes what is found now`,
      node: place.node,
    }),
  );
}

function placeIn(source: Source, name: string): Source['place'] {
  const column = source.columns.find((one) => one.name.toLowerCase() === name.toLowerCase());
  return column ? { kind: 'yaml', at: column.place } : source.place;
}
