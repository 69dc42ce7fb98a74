import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ColumnType } from '../adapter/port.ts';
import { writeWhole } from '../artifacts/write.ts';
import type { Checked } from '../check/checked.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { type Model, type Node, type Seed, type Source, versionedName } from '../nodes/node.ts';
import { openCheck } from './check-project.ts';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { TypesOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { filledColumns } from './types-filled.ts';
import { type TypedTable, typesText } from './types-text.ts';
import { targetFolder } from './write-artifacts.ts';

type Table = Model | Seed | Source;

/** Writes `types.d.ts`: every model, seed and source as a table for Kysely, with the types that the engine says. */
export async function typesCommand(options: TypesOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const { readText, manifest } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const nodes = [...manifest.nodes.values()].filter(isTable);
  const open = openCheck(loaded, effects, null);
  let checked: Checked;
  try {
    checked = await open.check(new Set(nodes.map((node) => node.id)));
  } finally {
    await open.close();
  }
  const path = join(targetFolder(loaded), 'types.d.ts');
  const text = typesText(manifest.project, tablesOf(manifest, nodes, checked), manifest.vars);
  const isNew = !stands(path, text);
  if (isNew && !options.check) writeWhole(path, text);
  const refused = [...checked.refused.values()].flat();
  const diagnostics = [...loaded.diagnostics, ...checked.diagnostics, ...refused];
  const done = options.check ? 'is not up to date: `mart types` writes it' : `written: ${nodes.length} tables`;
  const note = `${manifest.targetPath}/types.d.ts ${isNew ? done : 'is up to date'}`;
  const isStale = isNew && options.check;
  return outcome(hasErrors(diagnostics) || isStale ? 1 : 0, { diagnostics, notes: [note], readText });
}

function isTable(node: Node): node is Table {
  return node.resource === 'model' || node.resource === 'seed' || node.resource === 'source';
}

function tablesOf(manifest: Manifest, nodes: readonly Table[], checked: Checked): TypedTable[] {
  const isFilled = filledColumns(manifest);
  return nodes.flatMap((node) => {
    const described = new Map(node.columns.map((column) => [column.name.toLowerCase(), column.description]));
    const typed = ({ name, type }: ColumnType) => ({
      name,
      type,
      description: described.get(name.toLowerCase()) ?? '',
      filled: isFilled(node.id, name),
    });
    const columns = checked.columns.get(node.id)?.map(typed) ?? null;
    const unknown = checked.unchecked.get(node.id) ?? 'the engine refuses it';
    return namesOf(node).map((name) => ({ name, description: node.description, columns, unknown }));
  });
}

/** What a query calls it: a model with versions also by its name alone, which means the latest. */
function namesOf(node: Table): string[] {
  if (node.resource === 'source') return [`${node.sourceName}.${node.name}`];
  if (node.resource === 'seed' || node.version === null) return [node.name];
  const name = versionedName(node.name, node.version);
  return node.version === node.latestVersion ? [name, node.name] : [name];
}

/** A file that says the same is left as it is, so that nothing that watches it wakes up. */
function stands(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') === text;
}
