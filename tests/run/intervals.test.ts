import { describe, expect, it } from 'vitest';
import { ceiling, floor, intervalsBetween, intervalText, moved, readInstant } from '../../src/nodes/interval.ts';
import { dueIntervals } from '../../src/run/due-intervals.ts';
import { nothingBuilt } from '../../src/run/interval-memory.ts';

const at = (text: string) => readInstant(text) ?? new Date(Number.NaN);

describe('instants', () => {
  it.each([
    ['2025-12-01', '2025-12-01T00:00:00.000Z'],
    ['2025-12-01 07:30', '2025-12-01T07:30:00.000Z'],
    ['2025-12-01T07:30:15.25', '2025-12-01T07:30:15.250Z'],
    ['2025-12-01T00:30:00+01:00', '2025-11-30T23:30:00.000Z'],
    ['2025-12-01 00:30-0530', '2025-12-01T06:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => expect(readInstant(text)?.toISOString()).toBe(iso));

  it.each(['', '2025', '2025-02-29', '2025-13-01', '01.12.2025', '2025-12-01T24:61', 'yesterday'])(
    '%s is none',
    (text) => expect(readInstant(text)).toBeNull(),
  );
});

describe('intervals', () => {
  it('a boundary is the start of the later one', () => {
    for (const size of ['hour', 'day', 'month', 'year'] as const) {
      const start = at('2024-01-01');
      expect(floor(start, size)).toEqual(start);
      expect(ceiling(start, size)).toEqual(start);
      expect(floor(new Date(start.getTime() - 1), size)).toEqual(moved(start, size, -1));
      expect(ceiling(new Date(start.getTime() + 1), size)).toEqual(moved(start, size, 1));
    }
  });

  it('are whole ones, whatever the length of months and of nights when clocks change', () => {
    expect(
      intervalsBetween(at('2024-01-31T10:00'), at('2024-03-01T00:00'), 'month').map((one) =>
        intervalText(one, 'month'),
      ),
    ).toEqual(['2024-01', '2024-02']);
    expect(intervalsBetween(at('2025-03-30'), at('2025-03-31'), 'hour')).toHaveLength(24);
    expect(intervalsBetween(at('2025-03-30'), at('2025-03-30'), 'day')).toEqual([]);
  });
});

describe('what is due', () => {
  const cut = { eventTime: 'ts', size: 'day', begin: at('2025-12-01T15:00'), lookback: 1 } as const;
  const plain = { window: { kind: 'all' }, interval: null, retry: false } as const;
  const days = (texts: readonly { start: Date; end: Date }[]) => texts.map((one) => intervalText(one, 'day'));
  const stretch = (from: string, to: string) => ({ start: at(from), end: at(to) });

  it('is everything from the beginning for a new table, and what is missing or recent for another', () => {
    const now = at('2025-12-05T07:00');
    expect(days(dueIntervals(cut, plain, nothingBuilt, now, true))).toEqual([
      '2025-12-01',
      '2025-12-02',
      '2025-12-03',
      '2025-12-04',
      '2025-12-05',
    ]);
    const memory = {
      seq: 1,
      whole: [stretch('2025-12-01', '2025-12-02'), stretch('2025-12-03', '2025-12-05')],
      failed: [],
    };
    expect(days(dueIntervals(cut, plain, memory, now, false))).toEqual(['2025-12-02', '2025-12-04', '2025-12-05']);
    expect(days(dueIntervals({ ...cut, lookback: 0 }, plain, memory, now, false))).toEqual([
      '2025-12-02',
      '2025-12-05',
    ]);
  });

  it('at midnight the day that is over is the current one', () => {
    const memory = { seq: 1, whole: [stretch('2025-12-01', '2025-12-05')], failed: [] };
    expect(days(dueIntervals({ ...cut, lookback: 0 }, plain, memory, at('2025-12-05'), false))).toEqual(['2025-12-04']);
    expect(days(dueIntervals(cut, plain, memory, at('2025-12-05'), false))).toEqual(['2025-12-03', '2025-12-04']);
  });

  it('never lies before the beginning, but for a window that asks for it', () => {
    const far = { ...cut, lookback: 30 };
    expect(days(dueIntervals(far, plain, nothingBuilt, at('2025-12-02T01:00'), false))).toEqual([
      '2025-12-01',
      '2025-12-02',
    ]);
    const asked = { ...plain, interval: stretch('2025-11-29T12:00', '2025-11-30T00:01') };
    expect(days(dueIntervals(far, asked, nothingBuilt, at('2025-12-02T01:00'), false))).toEqual([
      '2025-11-29',
      '2025-11-30',
    ]);
  });

  it('in a retry is what failed', () => {
    const failed = [stretch('2025-12-03', '2025-12-04'), stretch('2025-12-01', '2025-12-02')];
    const memory = { seq: 1, whole: [], failed };
    expect(days(dueIntervals(cut, { ...plain, retry: true }, memory, at('2025-12-05T07:00'), false))).toEqual([
      '2025-12-01',
      '2025-12-03',
    ]);
  });
});
