import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { lintRules } from '../../src/nodes/lint.ts';
import { lasting } from './lasting.ts';
import { type Shape, shapes } from './shapes.ts';
import { lintIn, underlined } from './support.ts';
import { tables } from './tables.ts';

const all = Object.entries(shapes).flatMap(([rule, list]) =>
  list.map((shape, at) => ({ ...shape, rule, name: `m_${rule.replaceAll('-', '_')}_${at}` })),
);

/** Between « and »: what is to be found. */
const marked = (sql: string) => [...sql.matchAll(/«([^»]*)»/g)].map((found) => found[1]);
const plain = (sql: string) => sql.replaceAll(/[«»]/g, '');

const folder = lasting({
  ...tables,
  ...Object.fromEntries(all.map(({ name, sql }) => [`models/${name}.sql`, `${plain(sql)}\n`])),
});

const found = new Map<string, string[]>();
let left: readonly Diagnostic[] = [];

beforeAll(async () => {
  const { diagnostics } = await lintIn(folder);
  expect(diagnostics.filter(({ code }) => !code.startsWith('M7'))).toEqual([]);
  for (const one of diagnostics) {
    const key = `${one.node} ${one.code}`;
    found.set(key, [...(found.get(key) ?? []), underlined(one, folder)]);
  }
  left = (await lintIn(folder, { fix: true })).diagnostics;
}, 120_000);

const titled = (shape: Shape & { readonly rule: string; readonly name: string }) =>
  [`${shape.rule}: ${shape.sql}`, shape] as const;

test.each(all.map(titled))('%s', (_, { rule, name, sql, fixed }) => {
  const code = lintRules[rule as keyof typeof lintRules];
  expect(found.get(`${name} ${code}`) ?? []).toEqual(marked(sql));
  const text = readFileSync(join(folder, `models/${name}.sql`), 'utf8').trimEnd();
  if (fixed === undefined) {
    expect(left.filter((one) => one.node === name && one.code === code)).toHaveLength(marked(sql).length);
    return;
  }
  expect(text).toBe(fixed);
});

test('a second time nothing is left to edit', async () => {
  const texts = () => all.map(({ name }) => readFileSync(join(folder, `models/${name}.sql`), 'utf8'));
  const before = texts();
  const again = await lintIn(folder, { fix: true });
  expect(texts()).toEqual(before);
  expect(again.diagnostics).toEqual(left);
}, 60_000);
