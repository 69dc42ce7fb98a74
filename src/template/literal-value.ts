import type { Expression } from './ast.ts';

/** What an expression says that needs nothing from outside, or the part of it that does. */
export type LiteralValue = { readonly value: unknown } | { readonly wrong: Expression };

/** Text, numbers, true, false, null, and `(list …)` and `(dict key=…)` of them. */
export function literalValue(expression: Expression): LiteralValue {
  switch (expression.type) {
    case 'StringLiteral':
    case 'NumberLiteral':
    case 'BooleanLiteral':
      return { value: expression.value };
    case 'NullLiteral':
      return { value: null };
    case 'SubExpression': {
      const { params, hash } = expression;
      const name = expression.path.original;
      const pairs = hash?.pairs ?? [];
      if (name === 'list' && pairs.length === 0) return literalValues(params);
      if (name === 'dict' && params.length === 0) {
        const values = literalValues(pairs.map((pair) => pair.value));
        if ('wrong' in values) return values;
        return { value: Object.fromEntries(pairs.map((pair, index) => [pair.key, values.value[index]])) };
      }
    }
  }
  return { wrong: expression };
}

function literalValues(
  expressions: readonly Expression[],
): { readonly value: unknown[] } | { readonly wrong: Expression } {
  const value: unknown[] = [];
  for (const expression of expressions) {
    const found = literalValue(expression);
    if ('wrong' in found) return found;
    value.push(found.value);
  }
  return { value };
}
