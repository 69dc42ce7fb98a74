import { expect, test } from 'vitest';
import { build, run } from '../../src/index.ts';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';
import fc from '../support/property.ts';

/** Small tables over each other: `parents[n]` are earlier tables that table n adds up, one more than their sum. */
function models(parents: readonly (readonly number[])[]): Record<string, string> {
  return Object.fromEntries(
    parents.map((of, n) => {
      const sums = of.map((one) => `(select v from {{ref "t${one}"}})`);
      return [`models/t${n}.sql`, `select ${['(select v from {{ref "start"}})', ...sums].join(' + ')} + 1 as v`];
    }),
  );
}

function expected(parents: readonly (readonly number[])[], start: number): number[] {
  const values: number[] = [];
  for (const of of parents) values.push(of.reduce((sum, one) => sum + (values[one] ?? 0), start + 1));
  return values;
}

const graphs = fc
  .array(fc.array(fc.nat(24), { maxLength: 2 }), { minLength: 5, maxLength: 25 })
  .map((graph) => graph.map((of, n) => [...new Set(of.filter((one) => one < n))]));

test('a table never reads what another had before this run, however small tables share transactions', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, async (parents) => {
      const folder = project({
        'project.yml':
          'name: shop\ntarget: dev\ntargets: { dev: { type: duckdb, path: shop.duckdb, threads: 4 } }\nmodels: { +materialized: table }\n',
        'seeds/start.csv': 'v\n0\n',
        ...models(parents),
      });
      await build(folder);
      for (const start of [100, 7]) {
        write(folder, { 'seeds/start.csv': `v\n${start}\n` });
        expect((await build(folder)).ok).toBe(true);
        const all = parents.map((_, n) => `select ${n} as n, v from {{ref "t${n}"}}`).join(' union all ');
        const shown = await mart(
          ['show', '-q', '--sql', `${all} order by n`, '--limit', '-1', '--output', 'json'],
          folder,
        );
        expect(JSON.parse(shown.stdout).map((row: { v: number }) => row.v)).toEqual(expected(parents, start));
      }
      expect((await run(folder)).ok).toBe(true);
    }),
    { numRuns: 4 },
  );
}, 240_000);
