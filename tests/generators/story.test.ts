import { beforeAll, describe, expect, test } from 'vitest';
import {
  dayAfter,
  FILES,
  groupBy,
  NO_FAULTS,
  type Output,
  type Params,
  type Row,
  rowsOf,
  runFactory,
  seconds,
} from './factory-output.ts';

const HALF_HOUR = 1800;
const text = (value: unknown): string => String(value);
const number = (value: unknown): number => Number(value);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

interface Case {
  readonly title: string;
  readonly params: Params;
  readonly start: string;
  readonly days: number;
  readonly machines: number;
  readonly opens: number;
  readonly closes: number;
}

const usual = { start: '2025-12-01', days: 10, machines: 3, opens: 6, closes: 22 };
const dirtyStory = { faults: { ...NO_FAULTS, degradation: 0.02 } };
const nightAndDay = {
  hours: { opens: '00:00', closes: '24:00' },
  staff: { shifts: ['00:00', '05:00', '10:00', '15:00', '20:00'] },
};

const cases: readonly Case[] = [
  ...[42, 1, 2, 3, 4, 5, 99].map((seed) => ({ ...usual, title: `seed ${seed}`, params: { seed, ...dirtyStory } })),
  { ...usual, title: 'clean', params: { seed: 8, clean: true } },
  {
    ...usual,
    title: 'over a year end',
    start: '2025-12-29',
    days: 5,
    params: { start: '2025-12-29', days: 5, seed: 7, ...dirtyStory },
  },
  {
    ...usual,
    title: 'over a leap day',
    start: '2028-02-27',
    days: 4,
    params: { start: '2028-02-27', days: 4, seed: 7, ...dirtyStory },
  },
  { ...usual, title: 'one day', days: 1, params: { days: 1, seed: 3, ...dirtyStory } },
  { ...usual, title: 'one machine', machines: 1, days: 3, params: { days: 3, machines: 1, ...dirtyStory } },
  { ...usual, title: 'thirty machines', machines: 30, days: 3, params: { days: 3, machines: 30, ...dirtyStory } },
  {
    ...usual,
    title: 'day and night',
    days: 4,
    opens: 0,
    closes: 24,
    params: { days: 4, plant: nightAndDay, ...dirtyStory },
  },
  {
    ...usual,
    title: 'scarce plates',
    days: 4,
    params: { days: 4, machines: 3, plant: { products: scarce() }, ...dirtyStory },
  },
];

function scarce() {
  return [
    { name: 'Iron Plate', inputs: { 'Iron Ore': 1 } },
    { name: 'Gear Wheel', inputs: { 'Iron Plate': 4 } },
  ];
}

describe.each(cases)('the story without damage: $title', ({ params, start, days, machines, opens, closes }) => {
  let output: Output;
  let batches: Row[];
  let readings: Row[];
  let checks: Row[];
  let notes: Row[];
  const range = Array.from({ length: days }, (_, index) => dayAfter(start, index));

  beforeAll(async () => {
    output = await runFactory(params);
    [batches, readings, checks, notes] = [
      rowsOf(output, 'production_batches.csv'),
      rowsOf(output, 'sensor_logs.json'),
      rowsOf(output, 'qc_checks.csv'),
      rowsOf(output, 'operator_logs.csv'),
    ];
  });

  test('every day of the range and the two after it have all four files, and nothing else is there', () => {
    const deliveries = [...range, dayAfter(start, days), dayAfter(start, days + 1)];
    const expected = deliveries.flatMap((day) => FILES.map((file) => `landing/${day}/${file}`));
    const truths = range.flatMap((day) => [`truth/${day}/faults.jsonl`, `truth/${day}/truth.json`]);
    expect(Object.keys(output.texts)).toEqual([...expected, ...truths]);
    for (const day of deliveries.slice(-2)) {
      expect(output.texts[`landing/${day}/sensor_logs.json`]).toBe('[]\n');
      expect(output.texts[`landing/${day}/qc_checks.csv`]?.split('\n')).toHaveLength(2);
    }
  });

  test('every machine has exactly one reading for every half hour of the range', () => {
    const times = [...groupBy(readings, ({ machine_id }) => text(machine_id)).values()].map((own) =>
      own.map(({ timestamp }) => seconds(timestamp)),
    );
    const first = seconds(`${start} 00:00:00`);
    const expected = Array.from({ length: days * 48 }, (_, slot) => first + slot * HALF_HOUR);
    expect(times).toHaveLength(machines);
    for (const own of times) expect(own).toEqual(expected);
  });

  test('batches run inside opening hours, one at a time', () => {
    for (const own of groupBy(batches, ({ machine_id }) => text(machine_id)).values()) {
      let free = 0;
      for (const { start_time, end_time } of own) {
        const midnight = seconds(`${text(start_time).slice(0, 10)} 00:00:00`);
        expect(seconds(start_time)).toBeGreaterThanOrEqual(Math.max(free, midnight + opens * 3600));
        expect(seconds(end_time)).toBeGreaterThan(seconds(start_time));
        expect(seconds(end_time)).toBeLessThanOrEqual(midnight + closes * 3600);
        free = seconds(end_time);
      }
    }
  });

  test('what the sensors drew is what the batches took, and a small standby', () => {
    const standby = (id: string): number => (id.startsWith('SMELTER') ? 0.06 : 0.025);
    const running = groupBy(batches, ({ machine_id }) => text(machine_id));
    for (const { machine_id, timestamp, energy_kwh } of readings) {
      const until = seconds(timestamp);
      let expected = standby(text(machine_id));
      for (const batch of running.get(text(machine_id)) ?? []) {
        const [begin, end] = [seconds(batch.start_time), seconds(batch.end_time)];
        const overlap = Math.min(end, until) - Math.max(begin, until - HALF_HOUR);
        if (overlap <= 0) continue;
        expected += (number(batch.energy_kwh) * overlap) / (end - begin);
        expected -= (standby(text(machine_id)) * overlap) / HALF_HOUR;
      }
      expect(Math.abs(number(energy_kwh) - expected)).toBeLessThan(0.00025);
    }
  });

  test('over a day the readings add up to the batches and the standby between them', () => {
    const closed = groupBy(readings, ({ machine_id, timestamp }) => `${machine_id} ${text(timestamp).slice(0, 10)}`);
    if (closes === 24) return expect(closed.size).toBe(machines * days);
    for (const [key, own] of closed) {
      const [machine = '', day = ''] = key.split(' ');
      const ran = batches.filter((one) => one.machine_id === machine && text(one.start_time).startsWith(day));
      const busy = sum(ran.map((one) => seconds(one.end_time) - seconds(one.start_time)));
      const idle = (machine.startsWith('SMELTER') ? 0.12 : 0.05) * (24 - busy / 3600);
      const drawn = sum(own.map(({ energy_kwh }) => number(energy_kwh)));
      expect(drawn).toBeCloseTo(sum(ran.map(({ energy_kwh }) => number(energy_kwh))) + idle, 2);
    }
    return undefined;
  });

  test('no machine uses more than was made before', () => {
    const each = params === cases.at(-1)?.params ? 4 : 2;
    const events = batches.flatMap(({ product, start_time, end_time, units_produced, units_defective }) =>
      product === 'Iron Plate'
        ? [{ at: seconds(end_time), plates: number(units_produced) - number(units_defective) }]
        : [{ at: seconds(start_time), plates: -each * number(units_produced) }],
    );
    let plates = 0;
    for (const event of events.sort((one, other) => one.at - other.at || other.plates - one.plates)) {
      plates += event.plates;
      expect(plates).toBeGreaterThanOrEqual(0);
    }
  });

  test('amounts make sense: defects of units, findings of samples, samples of batches', () => {
    const byId = new Map(batches.map((batch) => [batch.batch_id, batch]));
    for (const { units_produced, units_defective, energy_kwh } of batches) {
      expect(number(units_produced)).toBeGreaterThan(0);
      expect(number(energy_kwh)).toBeGreaterThan(0);
      expect(number(units_defective)).toBeGreaterThanOrEqual(0);
      expect(number(units_defective)).toBeLessThanOrEqual(number(units_produced));
    }
    for (const { batch_id, sample_size, defects_found, result } of checks) {
      const batch = byId.get(text(batch_id));
      expect(number(sample_size)).toBeLessThanOrEqual(number(batch?.units_produced));
      expect(number(defects_found)).toBeGreaterThanOrEqual(0);
      expect(number(defects_found)).toBeLessThanOrEqual(Math.min(number(sample_size), number(batch?.units_defective)));
      expect(result).toBe(number(defects_found) > 1 ? 'fail' : 'pass');
    }
  });

  test('a batch is checked within six hours of its end, at most once', () => {
    const ends = new Map(batches.map((batch) => [batch.batch_id, seconds(batch.end_time)]));
    for (const { batch_id, check_time } of checks) {
      const waited = seconds(check_time) - number(ends.get(text(batch_id)));
      expect(waited).toBeGreaterThan(0);
      expect(waited).toBeLessThan(6 * 3600);
    }
    expect(new Set(checks.map(({ batch_id }) => batch_id)).size).toBe(checks.length);
  });

  test('a note is written by the operator of the batch that runs on that machine at that time', () => {
    expect(notes.length).toBeGreaterThan(0);
    for (const { machine_id, operator_id, timestamp } of notes) {
      const at = seconds(timestamp);
      const running = batches.filter(
        (one) => one.machine_id === machine_id && seconds(one.start_time) <= at && at < seconds(one.end_time),
      );
      expect(running.map((one) => one.operator_id)).toEqual([operator_id]);
    }
  });

  test('nobody works two shifts or two machines on a day', () => {
    const places = groupBy(batches, ({ operator_id, start_time }) => `${operator_id} ${text(start_time).slice(0, 10)}`);
    for (const own of places.values()) {
      expect(new Set(own.map(({ machine_id }) => machine_id)).size).toBe(1);
      const [first, last] = [own.at(0)?.start_time, own.at(-1)?.start_time];
      expect(seconds(last) - seconds(first)).toBeLessThan(5.5 * 3600);
    }
  });

  test('efficiency falls from 100 to 88 percent at one smelter, in data and output, and nowhere else', () => {
    for (const { machine_id, timestamp, efficiency_pct } of readings) {
      const day = range.indexOf(text(timestamp).slice(0, 10));
      const worn = machine_id === 'SMELTER-02' && params.clean !== true && day < 7;
      const level = worn ? 100 - 2 * day : 100;
      expect(number(efficiency_pct)).toBeLessThanOrEqual(level);
      expect(number(efficiency_pct)).toBeGreaterThan(level - 0.5);
    }
    const rate = (day: string): number => {
      const own = batches.filter((one) => one.machine_id === 'SMELTER-02' && text(one.start_time).startsWith(day));
      const hours = sum(own.map((one) => seconds(one.end_time) - seconds(one.start_time))) / 3600;
      return sum(own.map((one) => number(one.units_produced))) / hours;
    };
    const [first, seventh, eighth] = [range[0], range[6], range[7]];
    if (first === undefined || seventh === undefined || eighth === undefined) return;
    const lost = rate(seventh) / ((rate(first) + rate(eighth)) / 2);
    if (params.clean === true) expect(lost).toBeGreaterThan(0.94);
    else expect(lost).toBeLessThan(0.94);
  });

  test('the truth is the sum of the batches, by machine and by product', () => {
    expect(output.truth.map(({ date }) => date)).toEqual(range);
    for (const truth of output.truth) {
      const today = batches.filter(({ start_time }) => text(start_time).startsWith(truth.date));
      const amounts = (own: readonly Row[]) => ({
        batches: own.length,
        units_produced: sum(own.map((one) => number(one.units_produced))),
        units_defective: sum(own.map((one) => number(one.units_defective))),
        energy_kwh: Math.round(sum(own.map((one) => number(one.energy_kwh) * 1000))) / 1000,
      });
      const { batches: total, ...totals } = amounts(today);
      expect(truth.total_batches).toBe(total);
      expect(truth.factory_totals).toEqual(totals);
      expect(Object.keys(truth.by_machine)).toHaveLength(machines);
      for (const [id, own] of Object.entries(truth.by_machine))
        expect(own).toEqual(amounts(today.filter(({ machine_id }) => machine_id === id)));
      for (const [name, own] of Object.entries(truth.by_product))
        expect(own).toEqual(amounts(today.filter(({ product }) => product === name)));
    }
  });
});
