import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { corrupt, integer, pick, stream } from 'duckmart/corrupt';

interface Context {
  readonly params: { readonly seed: number; readonly orders: number };
  readonly folders: { readonly landing: string; readonly ledger: string };
}

const CUSTOMERS = ['Ada Lovelace', 'Grace Hopper', 'Annie Easley', 'Radia Perlman'];

/** Orders of a shop, damaged on purpose, and the ledger of what was done to them. */
export default async function generate({ params: { seed, orders }, folders }: Context) {
  const random = stream(seed, 'orders');
  const clean = Array.from({ length: orders }, (_, at) => ({
    order_id: `O-${String(at + 1).padStart(4, '0')}`,
    customer: pick(random, CUSTOMERS),
    ordered_at: `2025-03-${String(integer(random, [1, 31])).padStart(2, '0')} 12:00:00`,
    amount: integer(random, [100, 9900]) / 100,
  }));
  const { rows, ledger } = corrupt(
    clean,
    {
      spelling: { rate: 0.15, columns: ['customer'] },
      null_value: { rate: 0.05, columns: ['amount'] },
      duplicate: { rate: 0.04, change: ['amount'] },
    },
    seed,
    { key: 'order_id' },
  );
  writeFileSync(join(folders.landing, 'orders.json'), JSON.stringify(rows));
  writeFileSync(join(folders.ledger, 'faults.json'), JSON.stringify(ledger));
  return { summary: `${rows.length} rows of ${orders} orders, ${ledger.length} faults` };
}
