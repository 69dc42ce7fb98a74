import { expect, test } from 'vitest';
import { render } from '../../src/template/render.ts';
import { scopeOf } from './scope.ts';

function model(index: number): string {
  return `{{config materialized="table" tags=(list "core" "daily")}}
with orders as (
  select * from {{ref "model_${index}"}}
),
customers as (
  select * from {{source "raw" "customers"}}
)
select
  o.order_id,
  {{> cents col="o.amount"}} as amount,
  {{#each (list "card" "coupon")}}
  sum(case when method = '{{this}}' then amount end) as {{this}}_amount,
  {{/each}}
  '{{var "first_day"}}' as first_day
from orders o
join customers c using (customer_id)
{{#if is_incremental}}
where o.at > (select max(at) from {{this}})
{{/if}}
group by all
`;
}

test('ten thousand models are rendered one by one, each with its own inputs', () => {
  const scope = scopeOf({ macros: { cents: 'round({{col}} / 100.0, 2)' }, vars: { first_day: '2025-12-01' } });
  const options = { kind: 'model', isIncremental: false, model: { name: 'm' }, hasThis: true } as const;
  const texts = new Set<string>();
  let problems = 0;
  const inputs = new Set<string>();
  for (let index = 0; index < 10_000; index++) {
    const rendered = render({ path: `models/m${index}.sql`, text: model(index) }, scope, options);
    texts.add(rendered.text);
    problems += rendered.diagnostics.length;
    for (const input of rendered.inputs) inputs.add(input.kind === 'ref' ? input.name : input.table);
  }
  expect(problems).toBe(0);
  expect(inputs.size).toBe(10_001);
  expect(texts.size).toBe(1);
});
