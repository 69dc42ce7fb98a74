import { expect, test } from 'vitest';
import fc from '../../../support/property.ts';
import { objections } from './oracle.ts';
import { shapes } from './shapes.ts';
import { data, warehouse } from './warehouse.ts';

test('what lineage calls unused changes nothing, whatever the data', async () => {
  const house = await warehouse();
  const stable = shapes().filter(({ isStable }) => isStable);
  await fc.assert(
    fc.asyncProperty(data, async (sets) => {
      await house.fill(sets);
      for (const { sql } of stable) expect.soft([sql, ...(await objections(house, sql))]).toEqual([sql]);
    }),
    { numRuns: 3, endOnFailure: true },
  );
});
