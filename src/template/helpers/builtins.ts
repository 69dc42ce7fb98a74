import { testArguments } from './arguments.ts';
import type { Helper } from './call.ts';
import { dict, list, lookup } from './collections.ts';
import { config } from './config.ts';
import { dependsOn, ref, source } from './inputs.ts';
import { and, eq, gt, lt, ne, not, or } from './logic.ts';
import { id, lit } from './sql.ts';
import { env, variable } from './values.ts';

/** Every helper that is built in, by name. */
export const builtins: ReadonlyMap<string, Helper> = new Map([
  ['ref', ref],
  ['source', source],
  ['depends_on', dependsOn],
  ['config', config],
  ['arguments', testArguments],
  ['var', variable],
  ['env', env],
  ['lit', lit],
  ['id', id],
  ['list', list],
  ['dict', dict],
  ['lookup', lookup],
  ['eq', eq],
  ['ne', ne],
  ['lt', lt],
  ['gt', gt],
  ['and', and],
  ['or', or],
  ['not', not],
]);

/** Handlebars' own blocks. */
export const blockNames: readonly string[] = ['if', 'unless', 'each', 'with', 'raw'];
