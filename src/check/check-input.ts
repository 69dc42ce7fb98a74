import type { ColumnType } from '../adapter/port.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Seed, Source } from '../nodes/node.ts';
import { type Relation, relationName, relationSql } from '../sql/relation.ts';
import { unchecked, type Verdict } from './checked.ts';
import { strangeProperties } from './columns.ts';
import { declaredTypes } from './declared-types.ts';
import { findings } from './errors.ts';
import { changes, fingerprint } from './inferred-types.ts';
import { mayEvolve } from './intake.ts';
import { placeOfNode } from './node-place.ts';
import type { CodePlace } from './places.ts';
import { blameTypes, seedQuery } from './seed-query.ts';
import { engineError } from './send.ts';
import { contractOf, declaredColumns, scanOf } from './source-files.ts';
import type { CheckWorld } from './world.ts';

/** The types of a seed's columns: declared, else found in its values, which lie in the project. */
export async function checkSeed(world: CheckWorld, seed: Seed): Promise<Verdict> {
  const place = placeOfNode(world.manifest, seed, world.readText);
  const shadow = await world.shadow();
  try {
    const query = await seedQuery(shadow, world.root, seed, place);
    return { kind: 'known', columns: await shadow.read((session) => session.columns(query)) };
  } catch (error) {
    if (engineError(error)?.kind === 'interrupted') throw error;
    return { kind: 'refused', diagnostics: findings(await blameTypes(shadow, error, seed, place), place) };
  }
}

/**
 * The columns of a source: of the table that stands in the warehouse, as declared, as a run has seen them, as a hook of
 * the run makes or attaches them, or as the engine finds them in files.
 */
export async function checkSource(world: CheckWorld, source: Source): Promise<Verdict> {
  const declared = declaredColumns(source);
  if (source.files && mayEvolve(contractOf(source))) return evolved(world, source);
  if (source.files) return declared.length > 0 ? spelled(world, source, declared) : foundInFiles(world, source);
  const { relation } = source;
  if (!relation) return unchecked('it has neither files nor a relation');
  const key = `standing ${relationName(relation)}`;
  const standing = await world.warehouse?.columns(relation);
  if (standing) {
    world.memory.keep(source.id, key, standing);
    return known(standing);
  }
  if (declared.length > 0) return spelled(world, source, declared);
  const seen = world.memory.find(source.id, key) ?? (await madeByHooks(world, relation));
  return seen ? known(seen) : unchecked('its columns are not declared and were not seen in a run');
}

async function madeByHooks({ shadow, manifest }: CheckWorld, relation: Relation) {
  if (manifest.onRunStart.length === 0) return null;
  const query = `from ${relationSql(relation)}`;
  return (await shadow()).read((session) => session.columns(query)).catch(() => null);
}

/** Declared types in the engine's own spelling. */
async function spelled(world: CheckWorld, source: Source, declared: readonly ColumnType[]): Promise<Verdict> {
  const key = JSON.stringify(declared);
  const before = world.memory.find(source.id, key);
  if (before) return known(before);
  const place = placeOfNode(world.manifest, source, world.readText);
  const shadow = await world.shadow();
  try {
    const ask = (sql: string) => shadow.read((session) => session.columns(sql));
    const columns = await declaredTypes(source.columns, place, ask);
    world.memory.keep(source.id, key, columns);
    return known(columns);
  } catch (error) {
    return { kind: 'refused', diagnostics: findings(error, place) };
  }
}

/** Declared columns, and what other files have made of them. */
async function evolved(world: CheckWorld, source: Source): Promise<Verdict> {
  const declared = await spelled(world, source, declaredColumns(source));
  if (declared.kind !== 'known') return declared;
  const files = await world.files.find(source);
  const looked = fingerprint(files, declared.columns);
  const before = world.inferred.find(source.id);
  if (before?.files === looked) return known(before.columns);
  try {
    const shadow = await world.shadow();
    const relation = shadow.scan({ ...scanOf(source, [], world.now, '', await world.intakes.columns(source)) });
    const columns = await shadow.read((session) => session.columns(`from ${relation}`));
    const place = placeOfNode(world.manifest, source, world.readText);
    const warnings = changes(source, before?.columns ?? declared.columns, columns, place);
    if (warnings.length === 0 || world.warehouse) world.inferred.keep(source.id, { files: looked, columns });
    return { ...known(columns), warnings };
  } catch (error) {
    const engine = engineError(error);
    if (!engine || engine.kind === 'interrupted') throw error;
    return unchecked(`its files cannot be read: ${engine.message}`);
  }
}

/** The files are looked at once, and again when there are others: what is found then is held against what was. */
async function foundInFiles(world: CheckWorld, source: Source): Promise<Verdict> {
  const files = await world.files.find(source);
  if (files.length === 0) return unchecked('it has no files yet, and its columns have no declared types');
  const before = world.inferred.find(source.id);
  const looked = fingerprint(files);
  const place = placeOfNode(world.manifest, source, world.readText);
  if (before?.files === looked) return described(source, before.columns, place);
  try {
    const shadow = await world.shadow();
    const relation = shadow.scan({ ...scanOf(source, files, world.now), pseudo: [] });
    const columns = await shadow.read((session) => session.columns(`from ${relation}`));
    const warnings = before ? changes(source, before.columns, columns, place) : [];
    // A check alone goes on warning; what is run takes it as it is.
    if (warnings.length === 0 || world.warehouse) world.inferred.keep(source.id, { files: looked, columns });
    return described(source, columns, place, warnings);
  } catch (error) {
    const engine = engineError(error);
    if (!engine || engine.kind === 'interrupted') throw error;
    return unchecked(`its files cannot be read: ${engine.message}`);
  }
}

/** What properties say of a source has to be there. */
function described(
  source: Source,
  columns: readonly ColumnType[],
  place: CodePlace,
  warnings: readonly Diagnostic[] = [],
): Verdict {
  const strange = strangeProperties(source, columns, place);
  return strange.length > 0 ? { kind: 'refused', diagnostics: strange } : { ...known(columns), warnings };
}

const known = (columns: readonly ColumnType[]) => ({ kind: 'known', columns }) as const;
