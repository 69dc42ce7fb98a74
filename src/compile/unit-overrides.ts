import { isMapping } from '../config/entry.ts';
import type { UnitTestSpec } from '../config/properties.ts';
import { kindOf } from '../config/reading.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { TestedModel } from '../nodes/node.ts';
import { replaceable } from '../template/globals.ts';
import type { Rendered, TemplateScope, UserHelper } from '../template/template.ts';
import { type Compilation, inYaml, report } from './compilation.ts';

/** What the templates of a unit test see. */
export interface Overridden {
  readonly scope: TemplateScope;
  /** Whether it is another scope than the project's. */
  readonly isChanged: boolean;
  /** `is_incremental` as the test says it; null when it does not. */
  readonly isIncremental: boolean | null;
  /** The interval that `batch` is; null when the test does not say it. */
  readonly batch: TestedModel['batch'];
}

/** The project's scope with the variables, environment variables and macros of `overrides`. */
export function overriddenScope(compilation: Compilation, spec: UnitTestSpec, node: string): Overridden {
  const { overrides } = spec;
  const { scope } = compilation;
  const { is_incremental: incremental, batch: interval, ...macros } = overrides.macros;
  const batch = isMapping(interval) ? { start: String(interval.start), end: String(interval.end) } : null;
  if (interval !== undefined && (!isMapping(interval) || interval.start === undefined || interval.end === undefined)) {
    report(
      compilation,
      'M104',
      '`batch` must have a `start` and an `end`',
      inYaml(overrides.place, 'macros', 'batch'),
      {
        node,
      },
    );
  }
  if (incremental !== undefined && typeof incremental !== 'boolean') {
    report(
      compilation,
      'M104',
      `\`is_incremental\` must be true or false, not ${kindOf(incremental)}`,
      inYaml(overrides.place, 'macros', 'is_incremental'),
      { node },
    );
  }
  const isIncremental = typeof incremental === 'boolean' ? incremental : null;
  const env = Object.entries(overrides.env_vars);
  const changes = Object.keys(overrides.vars).length + env.length + Object.keys(macros).length;
  if (changes === 0) return { scope, isChanged: false, isIncremental, batch };

  const replaced = new Map<string, string>();
  const helpers = new Map<string, UserHelper>(scope.helpers);
  const known = [...scope.macros.keys(), ...scope.helpers.keys(), ...replaceable, 'is_incremental', 'batch'];
  for (const [name, value] of Object.entries(macros)) {
    if (!known.includes(name)) {
      report(
        compilation,
        'M132',
        `there is no macro \`${name}\` to override`,
        inYaml(overrides.place, 'macros', name),
        {
          node,
          part: 'key',
          help: didYouMean(name, known) ?? null,
        },
      );
    } else if (scope.helpers.has(name)) helpers.set(name, () => value);
    else replaced.set(name, value === null ? '' : String(value));
  }
  const names = new Map(env.map(([name, value]) => [name, value === null ? undefined : String(value)]));
  return {
    scope: {
      ...scope,
      vars: { ...scope.vars, ...overrides.vars },
      env: (name) => (names.has(name) ? names.get(name) : scope.env(name)),
      helpers,
      replaced,
    },
    isChanged: true,
    isIncremental,
    batch,
  };
}

/** An override of a variable that nobody defines and nothing reads is a slip of the pen. */
export function checkOverrides(
  compilation: Compilation,
  spec: UnitTestSpec,
  rendered: readonly Pick<Rendered, 'vars' | 'env'>[],
  node: string,
): void {
  const { overrides } = spec;
  const vars = rendered.flatMap((one) => one.vars);
  const env = rendered.flatMap((one) => one.env);
  const say = (key: 'vars' | 'env_vars', what: string, name: string, known: readonly string[]) =>
    report(
      compilation,
      'M132',
      `nothing that is tested reads the ${what} \`${name}\``,
      inYaml(overrides.place, key, name),
      {
        node,
        part: 'key',
        help:
          didYouMean(name, known) ??
          (known.length > 0 ? `it reads ${known.map((one) => `\`${one}\``).join(', ')}` : 'take the override away'),
      },
    );
  for (const name of Object.keys(overrides.vars)) {
    if (!vars.includes(name) && !Object.hasOwn(compilation.scope.vars, name)) say('vars', 'variable', name, vars);
  }
  for (const name of Object.keys(overrides.env_vars)) {
    if (!env.includes(name)) say('env_vars', 'environment variable', name, env);
  }
}
