import type { MacroInfo } from '../nodes/manifest.ts';
import type { Compilation } from './compilation.ts';
import { byName, checkDescribed } from './describe.ts';

const partialCall = /\{\{~?#?>\s*([A-Za-z_][\w-]*)/g;

/** Macros as the manifest lists them, with the macros that each one calls by name. */
export function macroInfos(compilation: Compilation): MacroInfo[] {
  const specs = byName(
    compilation,
    compilation.raw.properties.flatMap((file) => file.macros),
    'macro',
  );
  const helpers = new Set([...compilation.scope.helpers.keys()]);
  const known = new Set([...compilation.raw.macros, ...compilation.raw.genericTests].map((macro) => macro.name));
  checkDescribed(compilation, specs.values(), new Set([...known, ...helpers]), 'macro');
  return compilation.raw.macros.map((macro) => ({
    name: macro.name,
    path: macro.path,
    text: macro.text,
    description: specs.get(macro.name)?.description ?? '',
    macros: [...new Set([...macro.text.matchAll(partialCall)].flatMap((found) => found[1] ?? []))],
  }));
}
