import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { mart } from '../cli/mart.ts';
import { readAlong } from '../docs/read-along.ts';

/** Whole builds, on machines that may have other things to do. */
vi.setConfig({ testTimeout: 300_000 });

readAlong('examples/orders/README.md', (folder) => cpSync('examples/orders', folder, { recursive: true }));

test('the example finds all that was done to it, for any seed, and a model that does not is caught', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orders-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('examples/orders', folder, { recursive: true });
  for (const seed of ['1', '2']) {
    expect((await mart(['generate', 'orders', '--seed', seed], folder)).exit).toBe(0);
    const done = await mart(['build'], folder);
    expect({ exit: done.exit, said: done.stderr }).toMatchObject({ exit: 0 });
  }
  const ledger = JSON.parse(readFileSync(join(folder, 'ledger/faults.json'), 'utf8'));
  expect(ledger.length).toBeGreaterThan(80);
  const model = join(folder, 'models/orders.sql');
  writeFileSync(model, readFileSync(model, 'utf8').replace('customers.customer,', "'Ada Lovelace' as customer,"));
  const broken = await mart(['build'], folder);
  expect(broken.exit).toBe(1);
  expect(broken.stderr).toContain('all_faults_are_repaired');
});
