import type { ModelUnitTestSpec } from '../config/properties.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { type NodeId, type UnitInput, versionedName } from '../nodes/node.ts';
import type { InputCall } from '../template/template.ts';
import { type Compilation, inYaml, report } from './compilation.ts';
import type { Draft, ModelDraft } from './drafts.ts';
import { type Names, resolve } from './names.ts';
import { readCall } from './test-arguments.ts';
import { unitRows } from './unit-rows.ts';

/** The rows that a unit test gives, by what its model reads; a misspelt input is reported at its place. */
export function unitInputs(
  compilation: Compilation,
  names: Names,
  spec: ModelUnitTestSpec,
  draft: ModelDraft,
  read: readonly NodeId[],
  node: string,
): UnitInput[] {
  const given = new Map<NodeId, UnitInput>();
  for (const { input, rows: written } of spec.given) {
    const id = inputId(compilation, names, input, draft);
    const at = inYaml(written.place, 'input');
    if (id === null || !(id === draft.id ? readsItself(draft) : read.includes(id))) {
      report(compilation, 'M130', `\`${draft.name}\` does not read \`${input}\``, at, {
        node,
        label: 'no input of the model',
        help: helpFor(names, input, read),
      });
      continue;
    }
    const rows = unitRows(compilation, names, written, node);
    if (!rows) continue;
    if (rows.kind === 'seed' && names.enabled.get(id)?.kind !== 'seed') {
      report(compilation, 'M105', 'an input of a unit test needs `rows`', inYaml(written.place), {
        node,
        help: 'write `rows: []` for none; only a seed has rows of its own',
      });
    } else if (given.has(id)) report(compilation, 'M133', `\`${input}\` is given twice`, at, { node });
    else given.set(id, { node: id, rows, place: written.place });
  }
  return [...given.values()];
}

function inputId(compilation: Compilation, names: Names, input: string, draft: ModelDraft): NodeId | null {
  if (input.trim() === 'this') return draft.id;
  const call = readCall(input);
  return call && silently(compilation, names, call);
}

/** The node that a call means, without a word where there is none. */
export function silently(compilation: Compilation, names: Names, call: InputCall): NodeId | null {
  return resolve({ ...compilation, diagnostics: [], references: new Map() }, names, call, '');
}

function readsItself({ config, rendered, incremental }: ModelDraft): boolean {
  const sides = [rendered, ...(incremental ? [incremental] : [])];
  return (
    config.materialized === 'incremental' ||
    config.materialized === 'scd2' ||
    sides.some(({ text }) => text.includes('\uE000t'))
  );
}

function helpFor(names: Names, input: string, read: readonly NodeId[]): string | null {
  const written = read.flatMap((id) => {
    const draft = names.enabled.get(id);
    return draft ? [callOf(draft)] : [];
  });
  if (input.trim() !== 'this' && readCall(input) === null) {
    return "write `ref('model')`, `source('name', 'table')` or `this`";
  }
  // Compared by what is named, or everything would be near: the calls themselves are alike.
  const named = new Map(written.map((one) => [one.replace(/^\w+\(|[)'\s]/g, ''), one]));
  const [near] = suggest(input.replace(/^\s*\w+\(|[)'"\s]/g, ''), named.keys());
  if (near !== undefined) return `did you mean \`${named.get(near)}\`?`;
  return written.length === 0 ? null : `it reads ${written.map((one) => `\`${one}\``).join(', ')}`;
}

function callOf(draft: Draft): string {
  if (draft.kind === 'source') return `source('${draft.spec.sourceName}', '${draft.name}')`;
  return `ref('${draft.kind === 'model' ? versionedName(draft.name, draft.version) : draft.name}')`;
}
