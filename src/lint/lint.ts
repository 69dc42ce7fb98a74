import { nodesByStandIn } from '../check/stand-ins.ts';
import type { LintRule } from '../nodes/lint.ts';
import { displayName, type Model, type Node, type NodeId } from '../nodes/node.ts';
import { isTypescript } from '../source/text.ts';
import { declaredPlaces, firstLine } from './declared-place.ts';
import { type Finding, findingKey } from './finding.ts';
import { withoutIgnored } from './ignores.ts';
import { promisesOf } from './keys.ts';
import type { ModelText } from './model-text.ts';
import { readSides, type Side } from './query-sides.ts';
import { fanOut } from './rules/fan-out.ts';
import { implicitCast } from './rules/implicit-cast.ts';
import { layer } from './rules/layer.ts';
import { missingDescription, missingKey } from './rules/missing.ts';
import { notInNull } from './rules/not-in-null.ts';
import { selectStar } from './rules/select-star.ts';
import { unqualifiedColumn } from './rules/unqualified-column.ts';
import { unusedCte } from './rules/unused-cte.ts';
import { unusedMacros, unusedResources } from './rules/unused-resource.ts';
import { type LintWorld, rulesFor } from './world.ts';

/** A finding and the node whose configuration says how much it weighs. */
export interface Weighed {
  readonly finding: Finding;
  readonly node: Node | null;
}

const ofText: Readonly<Partial<Record<LintRule, (given: ModelText) => readonly Finding[]>>> = {
  'select-star': selectStar,
  'unused-cte': unusedCte,
  'unqualified-column': unqualifiedColumn,
  'implicit-cast': implicitCast,
  'fan-out': fanOut,
  'not-in-null': notInNull,
};

/**
 * Everything that the rules find in nodes, in the order of files and places. `isWhole` says that all of the project is
 * meant: only then can nobody use what nobody names.
 */
export async function lintNodes(
  world: LintWorld,
  ids: ReadonlySet<NodeId>,
  isWhole: boolean,
): Promise<readonly Weighed[]> {
  const { manifest, readText } = world;
  const placeOf = declaredPlaces(readText);
  const owners = new Map<string, Node>();
  const texts = new Map<string, string>();
  const found: Weighed[] = [];
  const models = [...ids].flatMap((id) => manifest.nodes.get(id) ?? []).filter((node) => node.resource === 'model');
  for (const model of models) {
    owners.set(model.path, model);
    if (!isTypescript(model.path)) texts.set(model.path, model.rawCode);
  }
  const sides = await readSides(
    world,
    models.filter((model) => textRules(world, model).length > 0),
  );
  const lintOne = modelLinter(world, placeOf, sides);
  for (const model of models) found.push(...lintOne(model));
  found.push(...unusedResources(manifest, ids, placeOf));
  if (isWhole) {
    const files = new Set(
      [...manifest.nodes.values()].flatMap(({ patchPath, place }) => [
        patchPath,
        place.kind === 'yaml' ? place.at.file : null,
      ]),
    );
    for (const path of ['project.yml', ...files]) if (path !== null) texts.set(path, readText(path) ?? '');
    for (const { path, text } of manifest.macros) texts.set(path, text);
    const macros = unusedMacros(manifest, [readText('project.yml') ?? ''], (path) => firstLine(path, readText));
    found.push(...macros.map((finding) => ({ finding, node: null })));
  }
  const wanted = distinct(found.filter(({ finding, node }) => rulesFor(manifest, node).has(finding.rule)));
  for (const { finding } of wanted) {
    const { file } = finding.place;
    if (!texts.has(file) && !isWhole) texts.set(file, readText(file) ?? '');
  }
  return judged(world, wanted, texts, owners, isWhole);
}

function judged(
  { manifest }: LintWorld,
  wanted: readonly Weighed[],
  texts: ReadonlyMap<string, string>,
  owners: ReadonlyMap<string, Node>,
  isWhole: boolean,
): readonly Weighed[] {
  const nodeOf = new Map(wanted.map(({ finding, node }) => [finding, node]));
  const isOn = (file: string, rule: LintRule) => {
    const owner = owners.get(file);
    // Of a file that others share only part was looked at.
    if (!owner && !isWhole) return false;
    return rulesFor(manifest, owner ?? null).has(rule);
  };
  const { left, ignores } = withoutIgnored([...nodeOf.keys()], texts, isOn);
  const own = ignores
    .filter(({ place }) => rulesFor(manifest, owners.get(place.file) ?? null).has('ignore'))
    .map((finding) => ({ finding, node: owners.get(finding.place.file) ?? null }));
  const all = [...left.map((finding) => ({ finding, node: nodeOf.get(finding) ?? null })), ...own];
  return all.sort(({ finding: { place: a } }, { finding: { place: b } }) =>
    a.file === b.file ? a.from - b.from : a.file < b.file ? -1 : 1,
  );
}

function modelLinter(
  world: LintWorld,
  placeOf: ReturnType<typeof declaredPlaces>,
  sides: ReadonlyMap<NodeId, readonly Side[]>,
): (model: Model) => readonly Weighed[] {
  const { manifest } = world;
  const promises = promisesOf(manifest);
  const nodeOf = nodesByStandIn(manifest.nodes.values());
  return (model) => {
    const rules = rulesFor(manifest, model);
    const place = () => placeOf(model);
    const found: Finding[] = [];
    if (rules.has('missing-description')) found.push(...missingDescription({ model, place, promisesOf: promises }));
    if (rules.has('missing-key')) found.push(...missingKey({ model, place, promisesOf: promises }));
    if (rules.has('layer')) {
      found.push(...layer(model, manifest.lint.layers, (id) => manifest.nodes.get(id), place));
    }
    const given = {
      world,
      model,
      sides: sides.get(model.id) ?? [],
      promisesOf: promises,
      nodeOf,
      name: displayName(model),
    };
    for (const read of textRules(world, model)) found.push(...read(given));
    return found.map((finding) => ({ finding, node: model }));
  };
}

/** What a program writes is not edited by people. */
function textRules({ manifest }: LintWorld, model: Model): readonly ((given: ModelText) => readonly Finding[])[] {
  if (isTypescript(model.path)) return [];
  const rules = rulesFor(manifest, model);
  return Object.entries(ofText).flatMap(([rule, read]) => (rules.has(rule as LintRule) ? [read] : []));
}

function distinct(found: readonly Weighed[]): readonly Weighed[] {
  return [...new Map(found.toReversed().map((one) => [findingKey(one.finding), one])).values()].toReversed();
}
