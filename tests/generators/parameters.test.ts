import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultPlant } from '../../generators/factory/default-plant.ts';
import { readParameters } from '../../generators/factory/parameters.ts';
import generate from '../../generators/factory.ts';

function problems(params: Record<string, unknown>, root = '.'): string[] {
  try {
    readParameters(params, root);
  } catch (error) {
    if (error instanceof Error) return error.message.split('\n');
  }
  return [];
}

const { smelter, assembler } = defaultPlant.kinds;
const smelters = (change: object) => ({ plant: { kinds: { smelter: change } } });

describe('defaults', () => {
  test('are ten days of three machines from 2025-12-01', () => {
    const { start, days, seed, plant } = readParameters({});
    expect([start, days, seed]).toEqual([Date.UTC(2025, 11, 1) / 86_400_000, 10, 42]);
    expect(plant).toEqual(defaultPlant);
  });

  test('are changed name by name, lists as a whole', () => {
    const { plant } = readParameters({
      faults: { duplicate: 0.5, null_value: false, local_time: true },
      plant: { hours: { closes: '20:00' }, machines: [{ id: 'S-1', kind: 'smelter' }] },
    });
    expect(plant.faults).toEqual({ ...defaultPlant.faults, duplicate: 0.5, null_value: 0 });
    expect(plant.hours).toEqual({ opens: '06:00', closes: '20:00', closed_on: [] });
    expect(plant.machines).toEqual([{ id: 'S-1', kind: 'smelter' }]);
    expect(plant.wear).toEqual([]);
  });

  test.each([
    [1, ['SMELTER-01']],
    [2, ['SMELTER-01', 'SMELTER-02']],
    [3, ['SMELTER-01', 'SMELTER-02', 'ASSEMBLER-01']],
    [7, ['SMELTER-01', 'SMELTER-02', 'ASSEMBLER-01', 'SMELTER-03', 'SMELTER-04', 'ASSEMBLER-02', 'SMELTER-05']],
  ])('scale to %i machines, two smelters to an assembler', (machines, ids) => {
    expect(readParameters({ machines }).plant.machines.map(({ id }) => id)).toEqual(ids);
  });

  test('scale to a thousand machines with ids of their own', () => {
    const ids = readParameters({ machines: 1000 }).plant.machines.map(({ id }) => id);
    expect(new Set(ids).size).toBe(1000);
    expect(ids.at(-1)).toBe('SMELTER-667');
  });
});

describe('a parameter that makes no sense is told in a sentence', () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      'no day',
      { start: '2025-02-29' },
      'start is 2025-02-29; it must be a day of the calendar, YYYY-MM-DD from 1970-01-01 to 2999-12-31.',
    ],
    [
      'another form of a day',
      { start: '1.12.2025' },
      'start is 1.12.2025; it must be a day of the calendar, YYYY-MM-DD from 1970-01-01 to 2999-12-31.',
    ],
    ['no days', { days: 0 }, 'days is 0; it must be a whole number from 1 to 36600.'],
    ['half a day', { days: 1.5 }, 'days is 1.5; it must be a whole number from 1 to 36600.'],
    ['days as words', { days: 'ten' }, 'days is ten; it must be a whole number from 1 to 36600.'],
    ['beyond the calendar', { start: '2999-12-31', days: 2 }, 'days is 2; the last day is 2999-12-31.'],
    ['a negative seed', { seed: -1 }, 'seed is -1; it must be a whole number from 0 to 9007199254740991.'],
    ['no machines', { machines: 0 }, 'machines is 0; it must be a whole number from 1 to 4096.'],
    [
      'two plants',
      { machines: 3, plant: { machines: defaultPlant.machines } },
      'machines and plant.machines are both given; only one of them can say which machines there are.',
    ],
    [
      'an unknown name',
      { sead: 3 },
      'sead is not a parameter; allowed are start, days, seed, machines, faults, clean, plant.',
    ],
    ['a switch that is none', { clean: 'maybe' }, 'clean is maybe; it must be true or false.'],
    ['a negative rate', { faults: { duplicate: -0.1 } }, 'faults.duplicate is -0.1; it must be from 0 to 1.'],
    ['a rate above one', { faults: { null_value: 1.5 } }, 'faults.null_value is 1.5; it must be from 0 to 1.'],
    ['a rate as a word', { faults: { null_value: 'often' } }, 'faults.null_value is "often"; it must be a number.'],
    [
      'an unknown fault',
      { faults: { nullz: 0.1 } },
      'faults.nullz is not known; allowed are degradation, product_spelling, machine_spelling, null_value, clock_drift, local_time, late_arrival, duplicate, encoding_damage, unknown_machine, unit_change, clock_ahead, truncated_file, redelivered_file, schema_drift.',
    ],
    [
      'faults as a list',
      { faults: ['duplicate'] },
      'faults is ["duplicate"]; it must be a set of rates by the names degradation, product_spelling, machine_spelling, null_value, clock_drift, local_time, late_arrival, duplicate, encoding_damage, unknown_machine, unit_change, clock_ahead, truncated_file, redelivered_file, schema_drift.',
    ],
    ['a plant in no file', { plant: 'small.yml' }, 'plant is small.yml; there is no file that can be read (ENOENT).'],
    ['a plant as a list', { plant: [] }, 'plant is []; it must be a set of names and values, or a file with them.'],
    [
      'an unknown part',
      { plant: { hour: {} } },
      `hour is not known; allowed are ${Object.keys(defaultPlant).join(', ')}.`,
    ],
    [
      'hours that are none',
      { plant: { hours: { opens: '6 am' } } },
      'hours.opens is "6 am"; it must be a time of day, HH:MM from 00:00 to 24:00.',
    ],
    [
      'hours that never open',
      { plant: { hours: { opens: '22:00', closes: '06:00' }, staff: { shifts: ['22:00'] } } },
      'hours.opens is 22:00 and hours.closes is 06:00; the plant must open before it closes, within one day.',
    ],
    [
      'a week that never opens',
      {
        plant: { hours: { closed_on: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] } },
      },
      'hours.closed_on has all seven days; the plant must open on at least one.',
    ],
    [
      'hours shorter than a batch',
      { plant: { hours: { opens: '06:00', closes: '06:30' } } },
      'kinds.smelter.batch_minutes begins at 50; the plant is open for 30 minutes, so that no batch would ever run.',
    ],
    [
      'nobody there',
      { plant: { staff: { shifts: ['08:00'] } } },
      'staff.shifts begins at 08:00 and hours.opens is 06:00; somebody must be there when the plant opens.',
    ],
    [
      'shifts in disorder',
      { plant: { staff: { shifts: ['06:00', '14:00', '10:00'] } } },
      'staff.shifts is 06:00, 14:00, 10:00; shifts must begin one after the other.',
    ],
    ['no machine', { plant: { machines: [] } }, 'machines has 0 entries; it must have 1 to 4096.'],
    [
      'a machine twice',
      {
        plant: {
          machines: [
            { id: 'S-1', kind: 'smelter' },
            { id: 'S-1', kind: 'smelter' },
          ],
        },
      },
      'machines[1].id is S-1, which another machine has; ids must differ.',
    ],
    [
      'two spellings of a machine',
      {
        plant: {
          machines: [
            { id: 'S-1', kind: 'smelter' },
            { id: 's_01', kind: 'smelter' },
          ],
        },
      },
      'machines[1].id is s_01, which is only another spelling of S-1; ids must differ in more.',
    ],
    [
      'a machine without a name',
      { plant: { machines: [{ id: '', kind: 'smelter' }] } },
      'machines[0].id is ""; it must be letters, digits, spaces, hyphens and underscores, beginning with a letter.',
    ],
    [
      'a machine of no kind',
      { plant: { machines: [{ id: 'S-1', kind: 'press' }] } },
      'machines[0].kind is press; allowed are smelter, assembler.',
    ],
    ['a machine without a kind', { plant: { machines: [{ id: 'S-1' }] } }, 'machines[0].kind is missing.'],
    [
      'a recipe that needs what nobody makes',
      { plant: { machines: [{ id: 'A-1', kind: 'assembler' }] } },
      'The recipe of Gear Wheel needs Iron Plate, which no machine makes and which is not in raw_materials.',
    ],
    [
      'a recipe that needs itself',
      {
        plant: {
          products: [
            { name: 'Iron Plate', inputs: { 'Gear Wheel': 1 } },
            { name: 'Gear Wheel', inputs: { 'Iron Plate': 1 } },
          ],
        },
      },
      'The recipe of Iron Plate needs Iron Plate itself, directly or on the way.',
    ],
    [
      'a recipe of nothing',
      {
        plant: {
          products: [
            { name: 'Iron Plate', inputs: { 'Iron Ore': 0 } },
            { name: 'Gear Wheel', inputs: {} },
          ],
        },
      },
      'products[0].inputs.Iron Ore is 0; it must be above 0 and up to 1000.',
    ],
    [
      'a product that is a raw material',
      { plant: { raw_materials: ['Iron Ore', 'Iron Plate'] } },
      'products[0].name is Iron Plate, which is a raw material too.',
    ],
    [
      'two spellings of a product',
      { plant: { products: [...defaultPlant.products, { name: 'iron-plate', inputs: {} }] } },
      'products[2].name is iron-plate, which is a spelling of Iron Plate; names must differ.',
    ],
    [
      'a kind that makes nothing known',
      smelters({ product: 'Steel' }),
      'kinds.smelter.product is Steel; allowed are Iron Plate, Gear Wheel.',
    ],
    [
      'a range upside down',
      smelters({ power_kw: [8, 7] }),
      'kinds.smelter.power_kw is 8 to 7; the lower end must come first.',
    ],
    ['a range of one', smelters({ power_kw: [8] }), 'kinds.smelter.power_kw has 1 entry; it must have 2.'],
    [
      'a negative rate of output',
      smelters({ units_per_hour: [-5, 10] }),
      'kinds.smelter.units_per_hour[0] is -5; it must be from 1 to 3000.',
    ],
    [
      'a negative defect rate',
      smelters({ defect_rate: -0.01 }),
      'kinds.smelter.defect_rate is -0.01; it must be from 0 to 1.',
    ],
    [
      'more standby than power',
      smelters({ standby_kw: 9 }),
      'kinds.smelter.standby_kw is 9; it must not exceed power_kw, which begins at 7.',
    ],
    [
      'colder than cold',
      smelters({ temperature_c: { idle: [-300, 20] } }),
      'kinds.smelter.temperature_c.idle[0] is -300; it must be from -273.15 to 5000.',
    ],
    [
      'wear of nothing',
      { plant: { wear: [{ machine: 'SMELTER-09', days: 7, every_days: 30 }] } },
      'wear[0].machine is SMELTER-09; allowed are SMELTER-01, SMELTER-02, ASSEMBLER-01.',
    ],
    [
      'wear without an end',
      { plant: { wear: [{ machine: 'SMELTER-02', days: 7, every_days: 7 }] } },
      'wear[0].every_days is 7; it must be more than its days, which are 7.',
    ],
    [
      'wear that leaves nothing',
      { faults: { degradation: 0.2 } },
      "wear[0].days is 7; at 0.2 a day nothing would be left of the machine's efficiency.",
    ],
    [
      'checks after six hours',
      { plant: { quality: { delay_minutes: [5, 400] } } },
      'quality.delay_minutes[1] is 400; it must be from 1 to 359.',
    ],
    [
      'half a unit in a sample',
      { plant: { quality: { sample_size: [5, 7.5] } } },
      'quality.sample_size[1] is 7.5; it must be a whole number.',
    ],
    [
      'severities of more than all notes',
      { plant: { notes: { warning_rate: 0.7, error_rate: 0.6 } } },
      'notes.warning_rate and notes.error_rate are 0.7 and 0.6; together they must not exceed 1.',
    ],
    [
      'a drift that reaches the next reading',
      { plant: { clock_drift_seconds: 900 } },
      'clock_drift_seconds is 900; it must be from 1 to 899.',
    ],
    [
      'an unknown weekday',
      { plant: { hours: { closed_on: ['Sonntag'] } } },
      'hours.closed_on[0] is "Sonntag"; allowed are sunday, monday, tuesday, wednesday, thursday, friday, saturday.',
    ],
  ])('%s', (_, params, sentence) => {
    expect(problems(params)).toContain(sentence);
  });

  test('all of them at once, one a line', () => {
    expect(problems({ days: 0, seed: 'x', faults: { duplicate: 2 }, color: 'red' })).toHaveLength(4);
    const kinds = { smelter: { ...smelter, power_kw: [9, 1] }, assembler: { ...assembler, product: 'X' } };
    expect(problems({ plant: { kinds } })).toEqual([
      'kinds.assembler.product is X; allowed are Iron Plate, Gear Wheel.',
      'kinds.smelter.power_kw is 9 to 1; the lower end must come first.',
    ]);
  });

  test('by the program, which then writes nothing', async () => {
    const run = generate({ root: '/', params: { days: -1 }, folders: {}, progress: () => undefined });
    await expect(run).rejects.toThrow('days is -1; it must be a whole number from 1 to 36600.');
  });

  test('and so is a folder that is not there to write', async () => {
    const run = generate({ root: '/', params: {}, folders: { landing: '/tmp' }, progress: () => undefined });
    await expect(run).rejects.toThrow('The factory writes a folder named truth; give it one under writes:.');
  });
});

describe('a plant in a file', () => {
  test('is laid over the default one', () => {
    const { plant } = readParameters({ plant: 'generators/plants/bakery.yml' });
    expect(plant.machines.map(({ id }) => id)).toEqual(['MIXER-1', 'MIXER-2', 'DECK-1', 'TUNNEL-1']);
    expect(plant.hours.opens).toBe('05:00');
    expect(plant.quality).toEqual(defaultPlant.quality);
  });

  test('is held to the same rules, and its syntax is told with its place', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plant-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const told = (text: string): string[] => {
      writeFileSync(join(folder, 'plant.yml'), text);
      return problems({ plant: 'plant.yml' }, folder);
    };
    expect(told('hours: { opens: "23:00", closes: "06:00", closed_on: [] }')).toContain(
      'hours.opens is 23:00 and hours.closes is 06:00; the plant must open before it closes, within one day.',
    );
    expect(told('kinds:\n  smelter: { defect_rate: -1 }')).toContain(
      'kinds.smelter.defect_rate is -1; it must be from 0 to 1.',
    );
    expect(told('products: [{ name: Dough, inputs: { Flour: 1 } }]')[0]).toMatch(/smelter\.product is Iron Plate/);
    expect(told('machines: [\n')[0]).toMatch(/^plant\.yml: .* at line 2, column 1/);
    expect(told('')).toEqual([]);
  });
});

test('faults go by what people call them too', () => {
  const { faults } = readParameters({ faults: { duplicates: 0.05, nulls: 0, drift: false, late: true } }).plant;
  expect(faults).toMatchObject({ duplicate: 0.05, null_value: 0, clock_drift: 0, late_arrival: 0.1 });
});
