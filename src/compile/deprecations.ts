import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { displayName, type Model, type Node } from '../nodes/node.ts';
import { type ReadText, spanIn, spanOf } from '../source/text.ts';
import { rangeOf } from '../source/yaml.ts';

/** Models past their `deprecation_date`, and what still reads them or will have to stop doing so (M313), as dbt warns. */
export function deprecations(manifest: Manifest, now: Date, readText: ReadText): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const node of manifest.nodes.values()) {
    if (node.resource !== 'model' || !node.deprecation) continue;
    const isPast = Date.parse(node.deprecation.date) < now.getTime();
    if (isPast) found.push(past(node, node.deprecation, readText));
    for (const id of manifest.graph.children.get(node.id) ?? []) {
      const reader = manifest.nodes.get(id);
      if (reader && reader.resource !== 'test')
        found.push(reference(reader, node, node.deprecation.date, isPast, readText));
    }
  }
  return found;
}

function past(model: Model, { date, at }: NonNullable<Model['deprecation']>, readText: ReadText): Diagnostic {
  const text = readText(at.file) ?? '';
  return diagnostic('M313', `\`${displayName(model)}\` is past its deprecation date, ${date}`, {
    severity: 'warning',
    labels: [{ span: spanOf(rangeOf({ path: at.file, text }, at, 'value'), text), text: '' }],
    help: 'disable it or take it away',
    node: displayName(model),
  });
}

function reference(reader: Node, model: Model, date: string, isPast: boolean, readText: ReadText): Diagnostic {
  const name = displayName(model);
  const said = isPast ? `was deprecated on ${date}` : `will be deprecated on ${date}`;
  const isOld = model.version !== null && model.version !== model.latestVersion;
  return diagnostic('M313', `\`${displayName(reader)}\` refers to \`${name}\`, which ${said}`, {
    severity: 'warning',
    labels: [{ span: placeIn(reader, model, readText), text: '' }],
    help: isOld ? `its latest version is \`${model.name}.v${model.latestVersion}\`` : 'read another model',
    node: displayName(reader),
  });
}

/** The reference where the file has one such, else the file. */
function placeIn(reader: Node, model: Model, readText: ReadText) {
  const { place } = reader;
  const file = place.kind === 'file' ? place.range.file : place.at.file;
  const text = readText(file) ?? '';
  if (place.kind === 'yaml') return spanOf(rangeOf({ path: file, text }, place.at, 'value'), text);
  const named = [...text.matchAll(/\bref\b[^})]*/g)].filter(([call]) => call.includes(model.name));
  const [only, second] = named;
  if (!only || second) return spanIn(place.range, readText);
  return spanIn({ file, from: only.index, to: only.index + only[0].trimEnd().length }, readText);
}
