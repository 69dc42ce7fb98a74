import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project } from '../support/projects.ts';

const shop = {
  'seeds/raw.csv': 'id\n1\n',
  'models/orders.sql': 'select id from {{ref "raw"}}',
  'models/totals.sql': 'select count(*) as n from {{ref "orders"}}',
  'models/shop.yml': `models:
  - name: orders
    description: "Orders | of <b>customers</b>"
    columns: [{ name: id, data_tests: [unique] }]
exposures:
  - name: board
    type: dashboard
    owner: { name: Ada }
    depends_on: [ref('totals')]
`,
};

async function exported(...args: string[]): Promise<string> {
  const { stdout, stderr, exit } = await mart(['docs', 'export', ...args], project(shop));
  expect(exit, stderr).toBe(0);
  return stdout;
}

test('Mermaid is the default: nodes and edges of the selection, without tests', async () => {
  expect(await exported('-s', '+totals+')).toBe(`flowchart LR
  n0["raw"]
  n1["orders"]
  n2["totals"]
  n3["exposure:board"]
  n0 --> n1
  n1 --> n2
  n2 --> n3
`);
  expect(await exported('-s', '1+totals')).toBe('flowchart LR\n  n0["orders"]\n  n1["totals"]\n  n0 --> n1\n');
});

test('DOT', async () => {
  expect(await exported('--format', 'dot', '-s', 'raw+1')).toBe(`digraph lineage {
  rankdir=LR;
  "raw" [shape=note, tooltip="seed"];
  "orders" [shape=box, tooltip="view"];
  "raw" -> "orders";
}
`);
});

test('JSON names nodes and edges', async () => {
  const json = JSON.parse(await exported('--format', 'json', '-s', 'orders+1'));
  expect(json).toEqual({
    nodes: [
      {
        name: 'orders',
        kind: 'view',
        path: 'models/orders.sql',
        description: 'Orders | of <b>customers</b>',
        resource_type: 'model',
      },
      { name: 'totals', kind: 'view', path: 'models/totals.sql', description: '', resource_type: 'model' },
    ],
    edges: [{ from: 'orders', to: 'totals' }],
  });
});

test('Markdown is a picture and a table; what is in a description stays in its cell', async () => {
  const text = await exported('--format', 'markdown', '-s', 'raw+1');
  expect(text.split('\n\n').map((part) => part.split('\n')[0])).toEqual([
    '```mermaid',
    '| node | kind | reads | description |',
  ]);
  expect(text).toContain('| `orders` | view | `raw` | Orders \\| of &lt;b>customers&lt;/b> |\n');
});

test('SVG holds every name, and nothing of it is markup', async () => {
  const svg = await exported('--format', 'svg');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d/);
  expect([...svg.matchAll(/<text x="14" y="19">(.*?)<\/text>/g)].map(([, name]) => name)).toEqual([
    'raw',
    'orders',
    'totals',
    'exposure:board',
  ]);
  expect(svg.match(/<path /g)).toHaveLength(3);
});
