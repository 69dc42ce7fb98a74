import type { Unqualified } from '../../../adapter/query-text.ts';
import { plainIdentifier } from '../../../sql/identifier.ts';
import { type Resolved, resolve, type Scope } from './scope.ts';
import { type Expression, eachExpression } from './tree.ts';
import { expressionsOf, type Select } from './walk.ts';

/**
 * Columns without their table's name where a new column of another table would make them ambiguous, or has already
 * taken them: in a SELECT over several tables, and in a subquery whose own tables do not have them.
 */
export function unqualifiedIn(select: Select): readonly Unqualified[] {
  const found = new Map<number, Unqualified>();
  const { scope } = select;
  const outputs = new Set(select.node.select_list?.flatMap((item) => nameOf(item) ?? []));
  const parameters = new Set(parametersOf(select));
  const isJoin = scope.sources.filter(({ kind, isHidden }) => kind !== 'other' && !isHidden).length > 1;
  expressionsOf(select, (expression, isLate) => {
    const at = expression.query_location;
    const [name = '', second] = expression.column_names ?? [];
    if (expression.class !== 'COLUMN_REF' || second !== undefined || at === undefined) return true;
    const key = name.toLowerCase();
    // Before the groups a column comes before an alias of its name, after them it is the other way round.
    if (parameters.has(key) || (isLate && outputs.has(key))) return true;
    const meant = resolve([name], scope);
    if (!meant || meant.isMerged || meant.source.kind === 'other') return true;
    if (meant.isOuter || isJoin) found.set(at, { at, name, ...ownerOf(meant, scope) });
    return true;
  });
  return [...found.values()];
}

function nameOf({ alias, column_names }: Expression): string | undefined {
  return (alias ?? column_names?.at(-1))?.toLowerCase();
}

function parametersOf(select: Select): string[] {
  const names: string[] = [];
  expressionsOf(select, (lambda) => {
    if (lambda.class === 'LAMBDA') {
      eachExpression(lambda.lhs, (one) => {
        names.push(...(one.column_names ?? []).map((name) => name.toLowerCase()));
        return true;
      });
    }
    return true;
  });
  return names;
}

function ownerOf(
  { source, isOuter }: Resolved,
  scope: Scope,
): Pick<Unqualified, 'qualifier' | 'unnamed' | 'owner' | 'isOuter'> {
  const { name, isNamed, kind, at } = source;
  const isHidden = isOuter && scope.sources.some((own) => own.name?.toLowerCase() === name?.toLowerCase());
  // The name of a table may be another one elsewhere; it can be given as an alias where it looks like one.
  const canBeNamed = kind === 'table' && at !== null && name !== null && plainIdentifier(name) === name;
  const isSure = name !== null && !isHidden && (isNamed || canBeNamed);
  return {
    qualifier: isSure ? `${plainIdentifier(name)}.` : null,
    unnamed: isSure && !isNamed ? at : null,
    owner: name,
    isOuter,
  };
}
