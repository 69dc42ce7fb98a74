import type { KeptRecipe, Origin, Recipe } from '../reuse/recipe.ts';
import type { Described } from './described.ts';

/** The last version of a node, as one that is compared by its recipe: what is told is only whether something differs. */
export const lastVersion: Described = { body: '', configs: '', relation: '', macros: '', contract: '', vars: '' };

/**
 * A model or seed as it is now, beside `lastVersion`. What a new version of the engine or other settings of a target
 * decide is no modification. Where the compiled SQL differs and neither a macro nor a variable is why, the body is.
 */
export function sinceLastVersion(before: KeptRecipe, now: Recipe, origin: Origin): Described {
  const differs = (one: unknown, other: unknown) => (JSON.stringify(one) === JSON.stringify(other) ? '' : 'other');
  const code = differs(before.code, now.code);
  const macros = code && differsIn(before.origin.macros, origin.macros);
  const vars = code && differsIn(before.origin.vars, origin.vars);
  return {
    body: code && (before.origin.file !== origin.file || `${macros}${vars}` === '') ? 'other' : '',
    configs: differs([sorted(before.config), before.hooks], [sorted(now.config), now.hooks]),
    relation: differs(before.relation, now.relation),
    macros,
    contract: differs(before.contract, now.contract),
    vars,
  };
}

/** Whether something that both name has another value. */
function differsIn(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): string {
  return Object.keys(now).some((name) => name in before && before[name] !== now[name]) ? 'other' : '';
}

function sorted(values: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
