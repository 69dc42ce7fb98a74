import { distance } from 'fastest-levenshtein';
import { describe, expect, test } from 'vitest';
import { machineSpellings } from '../../generators/factory/faults/machine-spelling.ts';
import { spellingsOf } from '../../src/corrupt/names.ts';
import { plain } from '../../src/corrupt/spelling.ts';
import { doubled, dropped, swapped } from '../../src/corrupt/typos.ts';
import fc from '../support/property.ts';
import { NO_FAULTS, rowsOf, runFactory } from './factory-output.ts';

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => /[\p{L}\p{N}]/u.test(text));
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('typos', () => {
  test.each([
    ['dropped', dropped],
    ['swapped', swapped],
    ['doubled', doubled],
  ])('%s: always another text, of about the same length, however short', (_, typo) => {
    fc.assert(
      fc.property(word, place, (text, spot) => {
        const typed = typo(text, spot);
        expect(typed).not.toBe(text);
        expect(typed).not.toBe('');
        expect(Math.abs([...typed].length - [...text].length)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test.each(['A', 'ab', 'aa', 'Ox', 'é', 'a b'])('of %s are typos too', (text) => {
    for (const typo of [dropped, swapped, doubled])
      for (const spot of [0, 0.3, 0.6, 0.99]) expect(typo(text, spot)).not.toBe(text);
  });
});

describe('spellings', () => {
  test('of a product are ten', () => {
    expect(spellingsOf('Iron Plate', 0.5)).toEqual([
      'iron plate',
      'IRON PLATE',
      'iron_plate',
      'Iron-Plate',
      'IronPlate',
      'Iron Plates',
      'iron-plates',
      'Iron late',
      'Iron lPate',
      'Iron PPlate',
    ]);
    expect(new Set(spellingsOf('Gear Wheel', 0.7)).size).toBe(10);
  });

  test('of a machine are more than five, all of the same letters and number', () => {
    const spellings = machineSpellings('SMELTER-01');
    expect(spellings.sort()).toEqual([
      'SMELTER 01',
      'SMELTER01',
      'SMELTER_01',
      'Smelter-1',
      'Smelter01',
      'smelter-01',
      'smelter1',
    ]);
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _-]{0,12}$/), (id) => {
        for (const spelling of machineSpellings(id)) {
          expect(spelling).not.toBe(id);
          expect(plain(spelling)).toBe(plain(id));
        }
      }),
    );
  });

  test('in the files can be told: each is nearest to its own product', async () => {
    const products = ['Iron Plate', 'Iron Plait', 'A', 'AA', 'Gears'];
    const kinds = Object.fromEntries(products.map((product, index) => [`kind${index}`, { ...kind, product }]));
    const machines = products.map((_, index) => ({ id: `LINE-${index + 1}`, kind: `kind${index}` }));
    const plant = { products: products.map((name) => ({ name, inputs: {} })), kinds, machines };
    const output = await runFactory({ days: 6, plant, faults: { ...NO_FAULTS, product_spelling: 1 } });
    const ofMachine = new Map(machines.map(({ id }, index) => [id, products[index] ?? '']));
    const wrong = rowsOf(output, 'production_batches.csv').filter(
      (row) => row.product !== ofMachine.get(String(row.machine_id)),
    );
    for (const row of wrong) {
      const name = ofMachine.get(String(row.machine_id)) ?? '';
      const far = distance(plain(String(row.product)), plain(name));
      expect(far).toBeLessThanOrEqual(2);
      for (const other of products.filter((one) => one !== name))
        expect(distance(plain(String(row.product)), plain(other))).toBeGreaterThan(far);
    }
    expect(new Set(wrong.map(({ machine_id }) => machine_id)).size).toBe(products.length);
    expect(wrong).toHaveLength(output.ledger.length);
  });
});

const kind = {
  product: '',
  units_per_hour: [40, 50],
  power_kw: [3, 4],
  standby_kw: 0.1,
  batch_minutes: [50, 90],
  changeover_minutes: [6, 30],
  defect_rate: 0.01,
  temperature_c: { idle: [20, 30], running: [60, 70] },
  pressure_kpa: { idle: [100, 110], running: [200, 210] },
};
