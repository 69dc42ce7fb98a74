import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { formatDay, formatTime, parseDay, parseTime, weekdayOf } from '../../generators/factory/calendar.ts';
import { chosen } from '../../generators/factory/choose.ts';
import { fileText } from '../../generators/factory/files.ts';
import { ID_LIMITS, identifiers } from '../../generators/factory/identifiers.ts';
import { operatorLogs } from '../../generators/factory/landing.ts';
import { Queue } from '../../generators/factory/queue.ts';
import { stream } from '../../src/corrupt/random.ts';
import fc from '../support/property.ts';

describe('the calendar', () => {
  test('knows the days that there are', () => {
    expect(parseDay('1970-01-01')).toBe(0);
    expect(parseDay('2028-02-29')).toBe(Date.UTC(2028, 1, 29) / 86_400_000);
    for (const text of ['2027-02-29', '2025-13-01', '2025-1-1', '', 'today']) expect(parseDay(text)).toBeUndefined();
    expect(['2025-12-01', '2028-02-29', '1970-01-01'].map((day) => weekdayOf(parseDay(day) ?? 0))).toEqual([
      'monday',
      'tuesday',
      'thursday',
    ]);
  });

  test('reads what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 32_500_000_000 }), (moment) => {
        expect(parseTime(formatTime(moment))).toBe(moment);
        expect(parseDay(formatDay(Math.floor(moment / 86_400)))).toBe(Math.floor(moment / 86_400));
      }),
    );
  });
});

describe('identifiers', () => {
  test('differ for all records of a kind', () => {
    const identify = identifiers(1, 'R');
    const ids = new Set<string>();
    for (let day = 20_000; day < 20_040; day += 1)
      for (let machine = 0; machine < 50; machine += 1)
        for (let index = 0; index < 48; index += 1) ids.add(identify(day, machine, index));
    expect(ids.size).toBe(40 * 50 * 48);
  });

  test('are one to one', () => {
    const record = fc.tuple(
      fc.integer({ min: 0, max: ID_LIMITS.day - 1 }),
      fc.integer({ min: 0, max: ID_LIMITS.machine - 1 }),
      fc.integer({ min: 0, max: ID_LIMITS.index - 1 }),
    );
    fc.assert(
      fc.property(
        fc.nat(),
        fc.uniqueArray(record, { selector: String, minLength: 2, maxLength: 50 }),
        (seed, records) => {
          const identify = identifiers(seed, 'B');
          const ids = records.map((numbers) => identify(...numbers));
          expect(new Set(ids).size).toBe(records.length);
          for (const id of ids) expect(id).toMatch(/^B-[0-9a-f]{10}$/);
        },
      ),
    );
  });

  test('say nothing of time', () => {
    const identify = identifiers(42, 'B');
    const ids = Array.from({ length: 2000 }, (_, index) => identify(20_000 + Math.floor(index / 10), 0, index % 10));
    const rising = ids.filter((id, index) => id > (ids[index - 1] ?? '')).length;
    expect(Math.abs(rising - 1000)).toBeLessThan(80);
  });
});

describe('streams', () => {
  test('of one name are the same, of two names unrelated', () => {
    const [one, same, other] = [stream(1, 'a', 'b'), stream(1, 'a', 'b'), stream(1, 'a,b')];
    const draws = Array.from({ length: 2000 }, () => [one(), same(), other()] as const);
    expect(draws.every(([left, right]) => left === right)).toBe(true);
    const product = draws.reduce((sum, [left, , right]) => sum + (left - 0.5) * (right - 0.5), 0) / draws.length;
    expect(Math.abs(product)).toBeLessThan(0.01);
  });

  test('are even', () => {
    const counts = new Array<number>(10).fill(0);
    for (let name = 0; name < 10_000; name += 1) {
      const bin = Math.floor(stream(7, name)() * 10);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });
});

test('a queue gives what comes first', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (numbers) => {
      const queue = new Queue<number>((one, other) => one < other);
      for (const number of numbers) queue.add(number);
      const taken = numbers.map(() => queue.take());
      expect(taken).toEqual([...numbers].sort((one, other) => one - other));
      expect(queue.take()).toBeUndefined();
    }),
  );
});

test('so many are chosen, in their own order', () => {
  const candidates = [0.5, 0.1, 0.9, 0.3].map((rank) => ({ rank }));
  expect(chosen(candidates, 2).map(({ rank }) => rank)).toEqual([0.1, 0.3]);
  expect(chosen(candidates, 0)).toEqual([]);
  expect(chosen(candidates, 9)).toEqual(candidates);
});

test('any text comes through a CSV file', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'ß') })), (notes) => {
      const rows = notes.map((note, index) => ({
        log_id: `L-${index}`,
        machine_id: 'M-1',
        operator_id: 'OP-1',
        timestamp: '2025-12-01 06:00:00',
        severity: 'info',
        note,
      }));
      expect(parse(fileText(operatorLogs, rows), { columns: true, record_delimiter: '\n' })).toEqual(rows);
    }),
  );
});
