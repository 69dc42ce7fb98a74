import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { NamedSelector } from '../nodes/manifest.ts';
import type { SourceText } from '../source/text.ts';
import { entries, entryOf, flag, has, missing, nameOf, onlyKeys, text } from './entry.ts';
import { inOrder, inside, report, startReading } from './reading.ts';

/** Reads selectors.yml; what a definition means is for the selection to say. */
export function readSelectors(source: SourceText): {
  readonly selectors: readonly NamedSelector[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const { reading, value, place } = startReading(source);
  const { diagnostics } = reading;
  const file = value === null ? null : entryOf(reading, value, place, 'selectors.yml');
  if (!file) return { selectors: [], diagnostics };
  onlyKeys(file, 'selectors.yml', ['version', 'selectors']);
  const selectors: NamedSelector[] = [];
  for (const entry of entries(file, 'selectors', 'a selector')) {
    onlyKeys(entry, 'a selector', ['name', 'description', 'default', 'definition']);
    const name = nameOf(entry, 'a selector');
    if (!has(entry, 'definition')) missing(entry, 'a selector', 'definition', "write `definition: 'tag:daily'`");
    const description = text(entry, 'description') ?? '';
    const isDefault = flag(entry, 'default') ?? false;
    if (name === null || !has(entry, 'definition')) continue;
    if (selectors.some((one) => one.name === name)) {
      report(reading, 'M110', `there are two selectors \`${name}\``, inside(entry.place, 'name'));
    }
    selectors.push({ name, description, default: isDefault, definition: entry.values.definition });
  }
  return { selectors, diagnostics: inOrder(diagnostics) };
}
