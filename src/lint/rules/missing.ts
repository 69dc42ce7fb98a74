import { displayName, type Model, type NodeId } from '../../nodes/node.ts';
import type { Range } from '../../source/span.ts';
import type { Finding } from '../finding.ts';
import type { Promises } from '../keys.ts';

/** What models lack. Ephemeral ones are part of what reads them. */
export interface Lacking {
  readonly model: Model;
  readonly place: () => Range;
  readonly promisesOf: (id: NodeId) => Promises;
}

export function missingDescription({ model, place }: Lacking): readonly Finding[] {
  if (model.description.trim() !== '') return [];
  return [
    {
      ...about(model, place()),
      rule: 'missing-description',
      message: `\`${displayName(model)}\` has no description`,
      label: 'what is a row of it?',
      help: 'write `description:` in its properties file: what one row is, and what it is for',
    },
  ];
}

/** Nothing says, or nothing tests, by what the rows of a model are told apart. */
export function missingKey({ model, place, promisesOf }: Lacking): readonly Finding[] {
  const { materialized } = model.config;
  if (materialized === 'ephemeral' || materialized === 'scd2') return [];
  const { keys, filled, isOneRow } = promisesOf(model.id);
  const isKept = materialized === 'incremental' && model.config.unique_key.length > 0;
  const isKey = (key: readonly string[]) => key.length > 1 || filled.has(key[0] ?? '');
  if (isOneRow || keys.some(isKey) || (isKept && model.config.incremental_strategy !== 'append')) return [];
  const [[unfilled] = []] = keys;
  return [
    {
      ...about(model, place()),
      rule: 'missing-key',
      message:
        unfilled === undefined
          ? `no test says by what the rows of \`${displayName(model)}\` are told apart`
          : `\`${unfilled}\` is tested to be unique, and may be NULL as often as it likes`,
      label: unfilled === undefined ? 'no tested key' : `\`${unfilled}\` may be NULL`,
      help:
        unfilled === undefined
          ? 'test `unique` and `not_null` on its key, or `unique_combination` on several columns'
          : `test \`not_null\` on \`${unfilled}\` too`,
    },
  ];
}

function about(model: Model, place: Range): Pick<Finding, 'place' | 'isWhole' | 'notes' | 'node' | 'fix'> {
  return { place, isWhole: true, notes: [], node: displayName(model), fix: null };
}
