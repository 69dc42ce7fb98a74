import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Delivered,
  dayAfter,
  eventTime,
  type Fault,
  FILES,
  groupBy,
  KEYS,
  keyOf,
  NO_FAULTS,
  type Output,
  type Params,
  type Row,
  runFactory,
  seconds,
} from './factory-output.ts';

const WEAR_ONLY = { ...NO_FAULTS, degradation: 0.02 };

const cases: readonly { readonly title: string; readonly params: Params }[] = [
  ...[42, 1, 2, 3, 4, 5].map((seed) => ({ title: `seed ${seed}`, params: { seed } })),
  { title: 'many faults', params: { seed: 6, faults: { duplicate: 0.5, late_arrival: 0.6, local_time: 0.5 } } },
  { title: 'every fault everywhere', params: { seed: 7, days: 3, faults: everything() } },
  { title: 'thirty machines over a year end', params: { seed: 8, days: 2, start: '2025-12-31', machines: 30 } },
];

function everything() {
  return Object.fromEntries(Object.keys(NO_FAULTS).map((fault) => [fault, fault === 'degradation' ? 0.02 : 1]));
}

describe.each(cases)('what is delivered: $title', ({ params }) => {
  let dirty: Output;
  let clean: Output;
  /** The true row of every key. */
  let truth: Map<string, { file: string; row: Row; deliveredOn: string }>;

  beforeAll(async () => {
    dirty = await runFactory(params);
    clean = await runFactory({ ...params, faults: WEAR_ONLY });
    truth = new Map(clean.rows.map((one) => [keyOf(one), one]));
  });

  test('with all entries of the ledger undone, the delivered rows are the clean rows', () => {
    const restored = undo(dirty);
    expect(restored.size).toBe(clean.rows.length);
    for (const one of clean.rows)
      expect(restored.get(keyOf(one))).toEqual({ row: one.row, eventDay: one.deliveredOn, file: one.file });
  });

  test('the ledger stands with the day of the event and tells the delivery', () => {
    const originals = new Set<string>();
    const delivered = groupBy(dirty.rows, keyOf);
    for (const entry of dirty.ledger) {
      if (entry.fault === 'degradation') {
        expect(entry.delivered_on).toBe(entry.day);
        continue;
      }
      expect(entry.day).toBe(truth.get(entry.record_key)?.deliveredOn);
      expect(entry.file).toBe(truth.get(entry.record_key)?.file);
      const copies = delivered.get(entry.record_key) ?? [];
      if (entry.fault === 'duplicate') expect(copies[1]?.deliveredOn).toBe(entry.delivered_on);
      else expect(copies[0]?.deliveredOn).toBe(entry.delivered_on);
      originals.add(entry.record_key);
    }
    expect(originals.size).toBeGreaterThan(0);
  });

  test('rows of a file stand in the order of their true times, copies behind their originals', () => {
    const position = new Map<string, string>();
    for (const rows of groupBy(dirty.rows, ({ deliveredOn, file }) => `${deliveredOn}/${file}`).values()) {
      let before = Number.NEGATIVE_INFINITY;
      for (const one of rows) {
        const at = eventTime(one.file, truth.get(keyOf(one))?.row ?? {});
        expect(at).toBeGreaterThanOrEqual(before);
        before = at;
      }
    }
    for (const one of dirty.rows) {
      const place = `${one.deliveredOn} ${String(one.position).padStart(6, '0')}`;
      const earlier = position.get(keyOf(one));
      if (earlier === undefined) expect(original(one, dirty.ledger)).toEqual(one.row);
      else expect(place > earlier).toBe(true);
      position.set(keyOf(one), place);
    }
  });

  test('every delivery has its four files and comes at most two days after the event', () => {
    const days = dirty.truth.map(({ date }) => date);
    const last = days.at(-1) ?? '';
    const deliveries = [...days, dayAfter(last, 1), dayAfter(last, 2)];
    const landing = Object.keys(dirty.texts).filter((path) => path.startsWith('landing/'));
    expect(landing).toEqual(deliveries.flatMap((day) => FILES.map((file) => `landing/${day}/${file}`)));
    for (const one of dirty.rows) {
      const day = truth.get(keyOf(one))?.deliveredOn ?? '';
      expect([day, dayAfter(day, 1), dayAfter(day, 2)]).toContain(one.deliveredOn);
    }
  });

  test('all timestamps are without a zone, and those of a record are shifted together', () => {
    for (const one of dirty.rows) {
      const first = truth.get(keyOf(one))?.row ?? {};
      const shifts = ['timestamp', 'start_time', 'end_time', 'check_time']
        .filter((column) => column in one.row)
        .map((column) => {
          expect(one.row[column]).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
          return seconds(one.row[column]) - seconds(first[column]);
        });
      const [shift = 0] = shifts;
      expect(new Set(shifts).size).toBe(1);
      if (one.file === 'sensor_logs.json') {
        expect(Math.min(Math.abs(shift), Math.abs(shift + 7 * 3600))).toBeLessThanOrEqual(300);
      } else expect([0, -7 * 3600]).toContain(shift);
    }
  });

  test('truth is that of the clean files', () => {
    expect(dirty.truth).toEqual(clean.truth);
  });
});

/** The first copy of every record with its ledger entries undone, last first; every entry must fit. */
function undo({ rows, ledger }: Output) {
  const entries = groupBy(ledger, ({ record_key }) => record_key);
  const restored = new Map<string, { row: Row; eventDay: string; file: string }>();
  for (const [key, copies] of groupBy(rows, keyOf)) {
    const [first, ...later] = copies;
    if (first === undefined) continue;
    const own = entries.get(key) ?? [];
    const row = { ...first.row };
    let eventDay = first.deliveredOn;
    for (const { fault, column, before, after } of own.filter((entry) => entry.fault !== 'duplicate').reverse()) {
      if (column === null) {
        expect([fault, eventDay]).toEqual(['late_arrival', after]);
        eventDay = String(before);
      } else {
        expect(row[column]).toEqual(after);
        row[column] = before;
      }
    }
    const duplicates = own.filter((entry) => entry.fault === 'duplicate');
    expect(later.length).toBe(duplicates.length);
    for (const [index, { column, before, after }] of duplicates.entries()) {
      const copy = column === null ? first.row : { ...first.row, [column]: after };
      if (column !== null) expect(first.row[column]).toEqual(before);
      expect(later[index]?.row).toEqual(copy);
    }
    restored.set(key, { row, eventDay, file: first.file });
  }
  return restored;
}

/** What the ledger says that a first copy shows: the last `after` of each column. */
function original(one: Delivered, ledger: readonly Fault[]): Row {
  const row = { ...one.row };
  for (const entry of entriesOf(ledger, one)) if (entry.column !== null) row[entry.column] = entry.after;
  return row;
}

const byKey = new WeakMap<readonly Fault[], Map<string, Fault[]>>();
function entriesOf(ledger: readonly Fault[], one: Delivered): readonly Fault[] {
  const index = byKey.get(ledger) ?? groupBy(ledger, ({ record_key }) => record_key);
  byKey.set(ledger, index);
  const own = index.get(String(one.row[KEYS[one.file] ?? ''])) ?? [];
  return own.filter(({ fault }) => fault !== 'duplicate');
}
