import fc from '../../../support/property.ts';

type Type = 'int' | 'text';

interface Ref {
  /** `q1.c0` */
  readonly sql: string;
  readonly type: Type;
}

interface From {
  readonly sql: string;
  readonly refs: readonly Ref[];
}

const base: Readonly<Record<string, readonly (readonly [string, Type])[]>> = {
  t: [
    ['id', 'int'],
    ['a', 'int'],
    ['b', 'int'],
    ['c', 'text'],
  ],
  u: [
    ['id', 'int'],
    ['a', 'int'],
    ['e', 'int'],
    ['f', 'text'],
  ],
  w: [
    ['a', 'int'],
    ['g', 'int'],
    ['h', 'text'],
  ],
  'gold.t': [
    ['a', 'int'],
    ['b', 'int'],
  ],
  'other.s.z': [
    ['a', 'int'],
    ['k', 'text'],
  ],
};

/**
 * Queries over the tables of the shapes: joins, subqueries, CTEs, set operations, aggregates, windows, LATERAL, within
 * each other and with outer columns anywhere. Which rows come first is always decided by all that is there.
 */
export const query: fc.Arbitrary<string> = fc.gen().map((generator) => {
  let aliases = 0;
  const number = (below: number) => generator(fc.nat, { max: below - 1 });
  const oneOf = <T>(list: readonly [T, ...T[]]): T => list[number(list.length)] ?? list[0];
  const alias = () => `q${aliases++}`;

  function select(types: readonly Type[], depth: number, outer: readonly Ref[]): string {
    if (depth > 0) {
      const kind = number(9);
      if (kind === 0) return setOperation(types, depth, outer);
      if (kind === 1) return withCte(types, depth, outer);
      if (kind === 2) return recursion(types, depth, outer);
    }
    const from = fromClause(depth, outer);
    return plain(types, from, depth, outer);
  }

  function plain(types: readonly Type[], from: From, depth: number, outer: readonly Ref[]): string {
    const scope = number(3) === 0 ? [...from.refs, ...outer] : from.refs;
    const where = number(2) === 0 ? ` where ${condition([...from.refs, ...outer], depth)}` : '';
    const all = from.refs.map((ref) => ref.sql).join(', ');
    const list = (values: readonly string[]) => values.map((value, at) => `${value} as c${at}`).join(', ');
    const values = (pool: readonly Ref[]) => types.map((type) => expression(type, pool, depth));
    switch (number(7)) {
      case 0:
        return `select distinct ${list(values(scope))} from ${from.sql}${where}`;
      case 1: {
        const key = ofType('int', from.refs);
        return `select distinct on (${key}) ${list(values(scope))} from ${from.sql}${where} order by ${key}, ${all}`;
      }
      case 2: {
        const keys = [expression(oneOf(['int', 'text']), scope, 0), expression('int', scope, 0)];
        const how = oneOf(['(k)', '(k, l)', 'rollup (k, l)', 'grouping sets ((k), (l))']);
        const having = number(3) === 0 ? ` having count(*) > ${number(3)}` : '';
        const inner = `select ${all}, ${keys[0]} as k, ${keys[1]} as l from ${from.sql}${where}`;
        const columns = columnsOf(from);
        const name = alias();
        const aggregates = types.map((type) =>
          aggregate(
            type,
            columns.map((ref) => ({ ...ref, sql: `${name}.${ref.sql}` })),
          ),
        );
        const named = `(${inner}) as ${name}(${[...columns.map((ref) => ref.sql), 'k', 'l'].join(', ')})`;
        return `select ${list(aggregates)} from ${named} group by ${how.startsWith('(') ? how.slice(1, -1) : how}${having}`;
      }
      case 3: {
        const windows = types.map((type) => (number(2) === 0 ? window(type, scope, all) : expression(type, scope, 0)));
        const qualify =
          number(3) === 0
            ? ` qualify row_number() over (partition by ${expression('int', scope, 0)} order by ${all}) < 3`
            : '';
        return `select ${list(windows)} from ${from.sql}${where}${qualify}`;
      }
      case 4:
        return `select * from (select ${list(values(scope))} from ${from.sql}${where}) as ${alias()} order by all limit ${1 + number(6)}`;
      case 5:
        return `select ${list(types.map((type) => aggregate(type, scope)))} from ${from.sql}${where}`;
      default:
        return `select ${list(values(scope))} from ${from.sql}${where}`;
    }
  }

  /** The columns of a FROM clause under names of their own. */
  function columnsOf(from: From): readonly Ref[] {
    return from.refs.map((ref, at) => ({ sql: `x${at}`, type: ref.type }));
  }

  function fromClause(depth: number, outer: readonly Ref[]): From {
    if (depth <= 0) return table();
    switch (number(7)) {
      case 0:
        return derived(depth - 1, outer);
      case 1:
      case 2:
        return join(fromClause(depth - 1, outer), fromClause(0, outer));
      case 3: {
        const left = fromClause(depth - 1, outer);
        const right = derived(depth - 1, [...left.refs, ...outer]);
        return { sql: `${left.sql}, lateral ${right.sql}`, refs: [...left.refs, ...right.refs] };
      }
      case 4: {
        const left = fromClause(depth - 1, outer);
        const name = alias();
        const list = [expression('int', left.refs, 0), expression('int', left.refs, 0)].map(
          (one) => `(${one})::hugeint`,
        );
        return {
          sql: `${left.sql}, unnest([${list.join(', ')}]) as ${name}(i)`,
          refs: [...left.refs, { sql: `${name}.i`, type: 'int' }],
        };
      }
      default:
        return table();
    }
  }

  function table(): From {
    const [name, columns] = oneOf(Object.entries(base) as [[string, readonly (readonly [string, Type])[]]]);
    const as = alias();
    return { sql: `${name} as ${as}`, refs: columns.map(([column, type]) => ({ sql: `${as}.${column}`, type })) };
  }

  function derived(depth: number, outer: readonly Ref[]): From {
    const types = someTypes();
    const name = alias();
    const refs = types.map((type, at) => ({ sql: `${name}.c${at}`, type }));
    return { sql: `(${select(types, depth, outer)}) as ${name}`, refs };
  }

  function someTypes(): readonly Type[] {
    return ['int', oneOf<Type>(['int', 'text']), ...(number(2) === 0 ? [oneOf<Type>(['int', 'text'])] : [])];
  }

  function join(left: From, right: From): From {
    const how = oneOf([
      'join',
      'left join',
      'right join',
      'full join',
      'semi join',
      'anti join',
      'asof join',
      'positional join',
    ]);
    const refs = how === 'semi join' || how === 'anti join' ? left.refs : [...left.refs, ...right.refs];
    const both = `${left.sql} ${how} ${right.sql}`;
    if (how === 'positional join') return { sql: both, refs };
    const same = `${ofType('int', left.refs)} = ${ofType('int', right.refs)}`;
    if (how === 'asof join')
      return { sql: `${both} on ${same} and ${ofType('int', left.refs)} >= ${ofType('int', right.refs)}`, refs };
    const more = number(3) === 0 && how === 'join' ? ` and ${condition(refs, 0)}` : '';
    return { sql: `${both} on ${same}${more}`, refs };
  }

  function setOperation(types: readonly Type[], depth: number, outer: readonly Ref[]): string {
    const how = oneOf([
      'union all',
      'union',
      'except',
      'intersect',
      'except all',
      'union all by name',
      'union by name',
    ]);
    const side = () => `(${select(types, depth - 1, outer)})`;
    return `${side()} ${how} ${side()}`;
  }

  function withCte(types: readonly Type[], depth: number, outer: readonly Ref[]): string {
    const name = alias();
    const inner = someTypes();
    const use = (): From => {
      const as = alias();
      return { sql: `${name} as ${as}`, refs: inner.map((type, at) => ({ sql: `${as}.c${at}`, type })) };
    };
    const body = select(inner, depth - 1, outer);
    const from = number(2) === 0 ? use() : join(use(), use());
    const how = oneOf(['as', 'as materialized', 'as not materialized']);
    return `with ${name} ${how} (${body}), unused as (select * from u) ${plain(types, from, depth - 1, outer)}`;
  }

  /** Columns go around a ring, with a join to the start's table now and then. */
  function recursion(types: readonly Type[], depth: number, outer: readonly Ref[]): string {
    const name = alias();
    const as = alias();
    const turned = number(2) === 0 ? `${as}.y, ${as}.x` : `${as}.y, w.g`;
    const more = turned.endsWith('w.g') ? ` join w on w.a = ${as}.x` : '';
    const start = select(['int', 'int'], depth - 1, outer);
    const step = `select ${turned}, ${as}.n + 1 from ${name} as ${as}${more} where ${as}.n < 2`;
    const use: From = { sql: `${name}`, refs: [`${name}.x`, `${name}.y`].map((sql) => ({ sql, type: 'int' })) };
    const body = `select c0::hugeint as x, c1::hugeint as y, 0 as n from (${start}) union ${oneOf(['all', ''])} ${step}`;
    return `with recursive ${name}(x, y, n) as (${body}) ${plain(types, use, 0, [])}`;
  }

  function ofType(type: Type, scope: readonly Ref[]): string {
    const fitting = scope.filter((ref) => ref.type === type);
    return fitting[number(Math.max(fitting.length, 1))]?.sql ?? (type === 'int' ? '1' : "upper('x')");
  }

  function expression(type: Type, scope: readonly Ref[], depth: number): string {
    const kind = number(10);
    if (kind < 5) return ofType(type, scope);
    if (kind === 5) return type === 'int' ? String(number(5)) : oneOf(["'x'", "'y'", 'null::varchar']);
    if (kind === 6) return `coalesce(${ofType(type, scope)}, ${ofType(type, scope)})`;
    if (kind === 7)
      return `case when ${condition(scope, 0)} then ${ofType(type, scope)} else ${ofType(type, scope)} end`;
    if (kind === 8 && depth > 0) return scalar(type, depth - 1, scope);
    return type === 'int' ? `(${ofType(type, scope)} + ${ofType(type, scope)})` : `upper(${ofType(type, scope)})`;
  }

  function scalar(type: Type, depth: number, outer: readonly Ref[]): string {
    const inner = derived(depth, outer);
    // An aggregate of outer columns alone would belong to the outer query.
    const sum = `sum(${ofType('int', inner.refs)} + ${ofType('int', outer)})`;
    const value = type === 'int' && number(2) === 0 ? sum : aggregate(type, inner.refs);
    return `(select ${value} from ${inner.sql} where ${condition([...inner.refs, ...outer], 0)})`;
  }

  function aggregate(type: Type, scope: readonly Ref[]): string {
    const filter = number(4) === 0 ? ` filter (where ${ofType('int', scope)} < ${number(5)})` : '';
    const value = ofType(type, scope);
    if (type === 'text') return oneOf([`max(${value})`, `string_agg(${value}, ',' order by ${value})`]) + filter;
    return oneOf([`sum(${value})`, `max(${value})`, 'count(*)', `count(distinct ${value})`]) + filter;
  }

  function window(type: Type, scope: readonly Ref[], all: string): string {
    const partition = number(2) === 0 ? `partition by ${expression(oneOf(['int', 'text']), scope, 0)}` : '';
    const value = ofType(type, scope);
    if (type === 'text') return `lag(${value}) over (${partition} order by ${all})`;
    return oneOf([
      `row_number() over (${partition} order by ${all})`,
      `sum(${value}) over (${partition})`,
      `first_value(${value}) over (${partition} order by ${all})`,
    ]);
  }

  function condition(scope: readonly Ref[], depth: number): string {
    const type = oneOf<Type>(['int', 'text']);
    const compared = `${ofType(type, scope)} ${oneOf(['=', '<', '<>', 'is distinct from'])} ${expression(type, scope, 0)}`;
    switch (number(depth > 0 ? 8 : 4)) {
      case 0:
        return `${ofType(type, scope)} is not null`;
      case 1:
        return `(${compared} or ${ofType('int', scope)} in (1, 2))`;
      case 4: {
        const inner = derived(depth - 1, scope);
        return `${oneOf(['', 'not '])}exists (from ${inner.sql} where ${condition([...inner.refs, ...scope], 0)})`;
      }
      case 5:
        return `${ofType('int', scope)} ${oneOf(['in', 'not in'])} (${select(['int'], depth - 1, scope)})`;
      case 6:
        return `${ofType('int', scope)} ${oneOf(['> any', '<= all'])} (${select(['int'], depth - 1, scope)})`;
      default:
        return compared;
    }
  }

  return select(someTypes(), 3, []);
});
