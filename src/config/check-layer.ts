import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { ReadText } from '../source/text.ts';
import { foreignKeys } from './foreign-keys.ts';
import type { ConfigLayer } from './layer.ts';
import { type Said, spanAt } from './reading.ts';
import { type ConfigKind, rules } from './rules.ts';
import { isRefusal } from './value-readers.ts';

/**
 * Checks every key and value of a layer as written and puts the values into their final form. dbt's dashed spellings
 * (`pre-hook`) become the others. What is wrong is reported and left out. `prefix` stands before keys where they are shown (`+` in project.yml).
 */
export function checkLayer(
  kind: ConfigKind,
  layer: ConfigLayer,
  readText: ReadText,
  prefix = '',
): { readonly layer: ConfigLayer; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const values: Record<string, unknown> = {};
  const written: Record<string, string> = {};
  for (const [key, value] of Object.entries(layer.values)) {
    const say = (code: Diagnostic['code'], message: string, said: Said) => {
      const span = spanAt(layer.placeOf(key), readText, said.part);
      const { severity = 'error', help } = said;
      diagnostics.push(diagnostic(code, message, { severity, help, labels: [{ span, text: said.label ?? '' }] }));
    };
    const name = key.replaceAll('-', '_');
    if (Object.hasOwn(written, name)) {
      say('M106', `\`${prefix}${key}\` is given twice: it is the same as \`${prefix}${written[name]}\``, {
        part: 'key',
      });
      continue;
    }
    const rule = Object.hasOwn(rules[kind], name) ? rules[kind][name] : undefined;
    if (!rule) {
      unknownKey(kind, key, prefix, value, say);
      continue;
    }
    written[name] = key;
    const read = value === null || value === undefined ? { value: null } : rule.read(value);
    if (isRefusal(read)) {
      say(read.code ?? 'M104', `\`${prefix}${key}\` ${read.problem}`, { help: read.help ?? null });
      continue;
    }
    values[name] = read.value;
  }
  const placeOf = (key: string) => layer.placeOf(written[key] ?? key);
  return { layer: { values, placeOf, checked: true }, diagnostics };
}

function unknownKey(
  kind: ConfigKind,
  key: string,
  prefix: string,
  value: unknown,
  say: (code: Diagnostic['code'], message: string, said: Said) => void,
): void {
  const name = key.replaceAll('-', '_');
  const foreign = Object.hasOwn(foreignKeys[kind], name) ? foreignKeys[kind][name] : undefined;
  if (foreign && foreign.same !== undefined && foreign.same === value) return;
  if (foreign) {
    const message =
      foreign.severity === 'warning'
        ? `\`${prefix}${key}\` has no effect`
        : `the configuration \`${prefix}${key}\` is not supported`;
    say('M114', message, { part: 'key', severity: foreign.severity, help: foreign.help });
    return;
  }
  const near = didYouMean(
    prefix + name,
    Object.keys(rules[kind]).map((one) => prefix + one),
  );
  const owner = (Object.keys(rules) as ConfigKind[]).find((other) => Object.hasOwn(rules[other], name));
  const help = near ?? (owner ? `it belongs to ${spoken(owner)}` : `keys of your own go under \`${prefix}meta\``);
  say('M103', `${spoken(kind)} has no configuration \`${prefix}${key}\``, { part: 'key', label: 'unknown key', help });
}

function spoken(kind: ConfigKind): string {
  return `${kind === 'exposure' ? 'an' : 'a'} ${kind.replace('_', ' ')}`;
}
