/**
 * Queries over the tables of `tables.ts` with what a rule has to find in them, between «» in order, and what `--fix`
 * makes of it where it makes anything.
 */
export interface Shape {
  readonly sql: string;
  readonly fixed?: string;
}

type Rule = 'select-star' | 'unused-cte' | 'unqualified-column' | 'implicit-cast' | 'fan-out' | 'not-in-null';

const of = (sql: string, fixed?: string): Shape => (fixed === undefined ? { sql } : { sql, fixed });

export const shapes: Readonly<Record<Rule, readonly Shape[]>> = {
  'select-star': [
    of('select «*» from {{ref "a"}}', 'select id, code, day from {{ref "a"}}'),
    of('select id, code from {{ref "a"}}'),
    of('select count(*) as n from {{ref "a"}}'),
    of('select «a.*» from {{ref "a"}} as a', 'select a.id, a.code, a.day from {{ref "a"}} as a'),
    of('select «* exclude (day)» from {{ref "a"}}', 'select id, code from {{ref "a"}}'),
    of('select «* exclude day», 1 as one from {{ref "a"}}', 'select id, code, 1 as one from {{ref "a"}}'),
    of('select «*» replace (id + 1 as id) from {{ref "a"}}'),
    of('select columns(\'id|code\') from {{ref "a"}}'),
    of('with x as (select id, code from {{ref "a"}}) select * from x'),
    of(
      'with x as (select «*» from {{ref "a"}}) select * from x',
      'with x as (select id, code, day from {{ref "a"}}) select * from x',
    ),
    of('with x as (select * from {{ref "a"}}) select id from x'),
    of('select * from (select id from {{ref "a"}}) as x'),
    of('select id from {{ref "a"}} where id in (select id from {{ref "b"}})'),
    of(
      'select «*» from {{ref "a"}} union all select «*» from {{ref "a"}}',
      'select id, code, day from {{ref "a"}} union all select id, code, day from {{ref "a"}}',
    ),
    of(
      'select «*» from {{ref "a"}} as a join {{ref "c"}} as c using (id)',
      'select id, a.code, a.day, c.word, c."Strange Name" from {{ref "a"}} as a join {{ref "c"}} as c using (id)',
    ),
    of('select «*» from {{ref "a"}} join {{ref "c"}} using (id)'),
    of('select «c.*» from {{ref "c"}} as c', 'select c.id, c.word, c."Strange Name" from {{ref "c"}} as c'),
    of('select * from range(3)'),
    of('select * from (values (1, 2)) as v(a, b)'),
    of('select \'é\' as e, «*» from {{ref "a"}}', 'select \'é\' as e, id, code, day from {{ref "a"}}'),
    of('{{#if (eq target.name "prod")}}select 1 as n{{else}}select «*» from {{ref "a"}}{{/if}}'),
    of('{{#each (list 1 2)}}{{#unless @first}} union all {{/unless}}select «*» from {{ref "a"}}{{/each}}'),
    of(
      'select {{#each (list 1 2)}}{{this}} as n{{this}}, {{/each}}«*» from {{ref "a"}}',
      'select {{#each (list 1 2)}}{{this}} as n{{this}}, {{/each}}id, code, day from {{ref "a"}}',
    ),
  ],
  'unused-cte': [
    of(
      'with x as (select 1 as n), «y» as (select 2 as n) select n from x',
      'with x as (select 1 as n) select n from x',
    ),
    of(
      'with «y» as (select 2 as n), x as (select 1 as n) select n from x',
      'with x as (select 1 as n) select n from x',
    ),
    of('with «x» as (select 1 as n)\nselect 2 as n', 'select 2 as n'),
    of('with x as (select 1 as n) select n from x'),
    of('with x as (select 1 as n), y as (select n from x) select n from y'),
    of(
      'with «x» as (select 1 as n), «y» as (select n from x), z as (select 3 as n) select n from z',
      'with z as (select 3 as n) select n from z',
    ),
    of('with recursive x(n) as (select 1 union all select n + 1 from x where n < 3) select n from x'),
    of(
      'with recursive «x»(n) as (select 1 union all select n + 1 from x where n < 3), y as (select 1 as n) select n from y',
      'with recursive y as (select 1 as n) select n from y',
    ),
    of('with x as (select 1 as n) select 1 as m where exists (select 1 from x)'),
    of('with x as (select 1 as n) select (select max(n) from x) as m'),
    of('with x as (select 1 as n) select m.n from (with y as (select n from x) select n from y) as m'),
    of('select m.n from (with «y» as (select 2 as n) select 1 as n) as m', 'select m.n from (select 1 as n) as m'),
    of('with x as (select 1 as n), x2 as (select 2 as n) select x.n from x join x2 on x.n = x2.n'),
    of(
      'with x as (select 1 as n), -- first\n«y» as materialized (\n  select id from {{ref "a"}} -- why )\n)\nselect n from x',
      'with x as (select 1 as n)\nselect n from x',
    ),
    of('with x as (select 1 as n) select 1 as m {{#if (eq target.name "prod")}}from x{{/if}}'),
    of('with x as (select 1 as n, 2 as k) from (pivot x on k in (2) using sum(n))'),
    of('with "X y" as (select 1 as n) select n from "X y"'),
  ],
  'unqualified-column': [
    of('select id, code from {{ref "a"}}'),
    of(
      'select a.id, «amount» from {{ref "a"}} as a join {{ref "b"}} as b on b.a_id = a.id',
      'select a.id, b.amount from {{ref "a"}} as a join {{ref "b"}} as b on b.a_id = a.id',
    ),
    of('select a.id, b.amount from {{ref "a"}} as a join {{ref "b"}} as b on b.a_id = a.id'),
    of(
      'select a.id from {{ref "a"}} as a join {{ref "b"}} as b on «a_id» = a.id where «amount» > 1',
      'select a.id from {{ref "a"}} as a join {{ref "b"}} as b on b.a_id = a.id where b.amount > 1',
    ),
    of('select id from {{ref "a"}} join {{ref "c"}} using (id)'),
    of(
      'select a.id, «amount» from {{ref "a"}} join {{ref "b"}} on b.a_id = a.id',
      'select a.id, b.amount from {{ref "a"}} join {{ref "b"}} as b on b.a_id = a.id',
    ),
    of(
      'select «code», «amount» from {{ref "a"}} cross join {{ref "b"}}',
      'select a.code, b.amount from {{ref "a"}} as a cross join {{ref "b"}} as b',
    ),
    of('select a.id, b.amount as total from {{ref "a"}} as a join {{ref "b"}} as b on b.a_id = a.id order by total'),
    of(
      'select a.id, sum(b.amount) as total from {{ref "a"}} as a join {{ref "b"}} as b on b.a_id = a.id group by all having total > 1',
    ),
    of('select a.id, b.amount from {{ref "a"}} as a join {{ref "b"}} as b on b.a_id = a.id order by amount'),
    of('select id from {{ref "a"}} where id in (select a_id from {{ref "b"}})'),
    of('select a.id from {{ref "a"}} as a where exists (select 1 from {{ref "b"}} as b where b.a_id = a.id)'),
    of('select a.id from {{ref "a"}} as a where a.code in (select «code» from {{ref "b"}})'),
    of('select x.id from (select id from {{ref "a"}}) as x join {{ref "b"}} as b on b.a_id = x.id'),
    of(
      'with x as (select id, code from {{ref "a"}}) select «code», b.amount from x join {{ref "b"}} as b on b.a_id = x.id',
      'with x as (select id, code from {{ref "a"}}) select x.code, b.amount from x join {{ref "b"}} as b on b.a_id = x.id',
    ),
    of(
      'select a.id, list_filter([1], lambda amount: amount > 1) as l from {{ref "a"}} as a join {{ref "b"}} as b on b.a_id = a.id',
    ),
    of('select a.id, u.v, v as w from {{ref "a"}} as a, unnest([1, 2]) as u(v)'),
    of('select a.id from {{ref "a"}} as a semi join {{ref "b"}} as b on b.a_id = a.id where code is not null'),
    of(
      'select a.id, «n» from {{ref "a"}} as a cross join (select count(*) as n from {{ref "b"}}) as c',
      'select a.id, c.n from {{ref "a"}} as a cross join (select count(*) as n from {{ref "b"}}) as c',
    ),
    of(
      'select a.id, {{> doubled column="amount"}} as twice from {{ref "a"}} as a join {{ref "b"}} as b on b.a_id = a.id',
    ),
    of('select a.id, s.x from {{ref "a"}} as a, (select {x: 1} as s) as t'),
    of(
      'select a.id, «"Strange Name"» as s from {{ref "a"}} as a join {{ref "c"}} as c on c.id = a.id',
      'select a.id, c."Strange Name" as s from {{ref "a"}} as a join {{ref "c"}} as c on c.id = a.id',
    ),
  ],
  'implicit-cast': [
    of('select a.id from {{ref "a"}} as a join {{ref "b"}} as b on a.id = b.a_id'),
    of(
      'select a.id from {{ref "a"}} as a join {{ref "b"}} as b on «a.code» = b.id',
      'select a.id from {{ref "a"}} as a join {{ref "b"}} as b on cast(a.code as BIGINT) = b.id',
    ),
    of('select id from {{ref "a"}} where day = \'2025-01-01\''),
    of('select id from {{ref "a"}} where day >= \'2025-01-01\' and id = 1.5'),
    of('select id from {{ref "a"}} where code = \'1\''),
    of('select id from {{ref "a"}} where «code» = 1', 'select id from {{ref "a"}} where cast(code as INTEGER) = 1'),
    of('select id from {{ref "a"}} where cast(code as integer) = id'),
    of('select id from {{ref "a"}} where «u»pper(code) = id'),
    of('select b.id from {{ref "b"}} as b join {{ref "a"}} as a on b.at >= a.day'),
    of(
      'select b.id from {{ref "b"}} as b join {{ref "a"}} as a on b.at = «a.day»',
      'select b.id from {{ref "b"}} as b join {{ref "a"}} as a on b.at = cast(a.day as TIMESTAMP)',
    ),
    of('select b.id from {{ref "b"}} as b join {{ref "a"}} as a on cast(b.at as date) = a.day'),
    of('select b.id from {{ref "b"}} as b where b.amount = b.id'),
    of(
      'with x as (select trim(code) as code from {{ref "a"}}) select b.id from {{ref "b"}} as b join x on «x.code» = b.id',
      'with x as (select trim(code) as code from {{ref "a"}}) select b.id from {{ref "b"}} as b join x on cast(x.code as BIGINT) = b.id',
    ),
    of('select a.id from {{ref "a"}} as a «j»oin (select 1 as code) as x using (code)'),
    of('select id, case code when \'1\' then 1 end as n from {{ref "a"}}'),
    of('select id from {{ref "a"}} where code is null or null = id'),
  ],
  'not-in-null': [
    of('select id from {{ref "a"}} where id «not in» (select a_id from {{ref "b"}})'),
    of('select id from {{ref "a"}} where id in (select a_id from {{ref "b"}})'),
    of('select id from {{ref "a"}} where id not in (select id from {{ref "b"}})'),
    of('select id from {{ref "a"}} where id not in (select a_id from {{ref "b"}} where a_id is not null)'),
    of('select id from {{ref "a"}} where id not in (select a_id from {{ref "b"}} where a_id > 3 and amount > 1)'),
    of('select id from {{ref "a"}} where id not in (1, 2)'),
    of('select id from {{ref "a"}} where id not in (select coalesce(a_id, 0) from {{ref "b"}})'),
    of('select id from {{ref "a"}} where not id «in» (select a_id from {{ref "b"}})'),
    of(
      'with x as (select a_id as other from {{ref "b"}}) select id from {{ref "a"}} where id «not in» (select other from x)',
    ),
    of(
      'select id from {{ref "a"}} where id «not in» (select b.id from {{ref "a"}} as a left join {{ref "b"}} as b on b.a_id = a.id)',
    ),
  ],
  'fan-out': [
    of('select a.id, b.amount from {{ref "a"}} as a join {{ref "b"}} as b on b.a_id = a.id'),
    of('select b.id, a.code from {{ref "b"}} as b join {{ref "a"}} as a on b.a_id = a.id'),
    of('select b.id, d.id as other from {{ref "b"}} as b join «{{ref "d"}}» as d on d.a_id = b.a_id'),
    of(
      'select a.id, sum(b.amount) as n from {{ref "a"}} as a join {{ref "b"}} as b on b.a_id = a.id join «{{ref "d"}}» as d on d.a_id = a.id group by a.id',
    ),
    of(
      'select a.id, max(b.amount) as n from {{ref "a"}} as a join {{ref "b"}} as b on b.a_id = a.id join {{ref "d"}} as d on d.a_id = a.id group by a.id',
    ),
    of('select distinct b.id from {{ref "b"}} as b join {{ref "d"}} as d on d.a_id = b.a_id'),
    of('select b.id from {{ref "b"}} as b join {{ref "d"}} as d on d.a_id = b.a_id and d.is_first'),
    of('select b.id from {{ref "b"}} as b join {{ref "d"}} as d on d.a_id = b.a_id and d.kind = \'x\''),
    of('select b.id from {{ref "b"}} as b semi join {{ref "d"}} as d on d.a_id = b.a_id'),
    of('select b.id from {{ref "b"}} as b asof join {{ref "d"}} as d on d.a_id = b.a_id and b.at >= d.at'),
    of('select b.id from {{ref "b"}} as b cross join {{ref "d"}} as d'),
    of(
      'with x as (select a_id, sum(n) as n from {{ref "d"}} group by a_id) select b.id from {{ref "b"}} as b join x on x.a_id = b.a_id',
    ),
    of(
      'with x as (select a_id, id as d_id from {{ref "d"}}) select b.id from {{ref "b"}} as b join «x» on x.a_id = b.a_id',
    ),
    of(
      'with x as (select a_id from {{ref "d"}} where is_first) select b.id from {{ref "b"}} as b join x on x.a_id = b.a_id',
    ),
    of('select b.id from {{ref "b"}} as b, «{{ref "d"}}» as d where d.a_id = b.a_id'),
    of('select b.id from {{ref "b"}} as b join {{ref "pair"}} as p on p.a_id = b.a_id and p.n = 1'),
    of('select b.id from {{ref "b"}} as b join {{ref "c"}} as c on c.word = b.word'),
  ],
};
