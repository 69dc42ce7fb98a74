import type { Code } from '../diagnostics/codes.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { methodProblem } from './selector-grammar.ts';
import type { Criterion, Indirect, Method } from './spec.ts';

/** A mapping of a YAML file. */
export type Dict = Readonly<Record<string, unknown>>;

/** Reports what is wrong with a definition, and is what then stands for it. */
export type Wrong = (code: Code, message: string, help?: string | null) => null;

const indirects: readonly string[] = ['eager', 'cautious', 'buildable', 'empty'] satisfies Indirect[];

export const recordKeys: readonly string[] = [
  'method',
  'value',
  'parents',
  'parents_depth',
  'children',
  'children_depth',
  'childrens_parents',
  'indirect_selection',
  'exclude',
];

/** `{method: tag, value: nightly, children: true, …}`; `exclude` is left to the caller. */
export function parseRecord(record: Dict, indirect: Indirect, wrong: Wrong): Criterion | null {
  const unknown = Object.keys(record).find((key) => !recordKeys.includes(key));
  if (unknown !== undefined) {
    return wrong('M103', `\`${unknown}\` is not a key of a selector's definition`, didYouMean(unknown, recordKeys));
  }
  const { method, value } = record;
  if (method === undefined || value === undefined) {
    const missing = method === undefined ? 'method' : 'value';
    return wrong('M105', `\`${missing}\` is missing`, 'write `{method: tag, value: nightly}`');
  }
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return wrong('M104', '`value` is a text, a number or a boolean');
  }
  const problem = methodProblem(String(method));
  if (problem) return wrong('M406', problem.message, problem.help);
  const [name, ...argument] = String(method).split('.');
  const relatives = relativesOf(record, wrong);
  const own = record.indirect_selection ?? indirect;
  if (!indirects.includes(String(own))) {
    const known = indirects.map((one) => `\`${one}\``).join(', ');
    return wrong('M104', `\`${own}\` is not a way of indirect selection`, `ways are ${known}`);
  }
  return (
    relatives && {
      kind: 'criterion',
      text: `${method}:${value}`,
      method: name as Method,
      argument,
      value,
      ...relatives,
      indirect: own as Indirect,
    }
  );
}

function relativesOf(record: Dict, wrong: Wrong): Pick<Criterion, 'parents' | 'children' | 'childrensParents'> | null {
  for (const key of ['parents', 'children', 'childrens_parents']) {
    if (typeof (record[key] ?? false) !== 'boolean') return wrong('M104', `\`${key}\` is true or false`);
  }
  for (const key of ['parents_depth', 'children_depth']) {
    const depth = record[key] ?? 0;
    if (!Number.isInteger(depth) || Number(depth) < 0) return wrong('M104', `\`${key}\` is a whole number`);
  }
  if (record.childrens_parents === true && record.children === true) {
    return wrong('M406', '`childrens_parents` and `children` do not go together');
  }
  const depth = (key: 'parents' | 'children'): number | null =>
    record[key] === true ? Number(record[`${key}_depth`] ?? Number.POSITIVE_INFINITY) : null;
  return {
    childrensParents: record.childrens_parents === true,
    parents: depth('parents'),
    children: depth('children'),
  };
}
