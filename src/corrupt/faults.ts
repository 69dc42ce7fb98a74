import { canBeTold, spellingsOf } from './names.ts';
import { integer, pick, type Random } from './random.ts';
import { startingAt } from './spelling.ts';
import { misread, moved, type Value } from './values.ts';

/** What cleaning is expected to do with a fault. */
export type Treatment = 'repair' | 'drop' | 'impute' | 'keep' | 'quarantine';

interface Common {
  /** The share of rows that it happens to, 0 to 1. */
  readonly rate: number;
}

/** Faults of single values: the columns in which they happen, each column by itself. */
export interface ValueFaults {
  /** Other ways to write a name; `among` are names that it must not come near (those of the column, when left out). */
  readonly spelling: Common & { readonly columns: readonly string[]; readonly among?: readonly string[] };
  readonly null_value: Common & { readonly columns: readonly string[] };
  /** Up to so many seconds early or late. */
  readonly clock_drift: Common & { readonly columns: readonly string[]; readonly seconds: number };
  /** All columns of a row together, by so many hours. */
  readonly local_time: Common & { readonly columns: readonly string[]; readonly hours: number };
  /** value × factor + offset. */
  readonly unit_change: Common & {
    readonly columns: readonly string[];
    readonly factor: number;
    readonly offset?: number;
  };
  readonly encoding_damage: Common & { readonly columns: readonly string[] };
  /** A value that nobody knows, one of those given. */
  readonly unknown_value: Common & { readonly columns: readonly string[]; readonly values: readonly Value[] };
  /** A day that says when the row was delivered, up to so many days later. */
  readonly late_arrival: Common & { readonly columns: readonly string[]; readonly days: number };
}

type Change<F> = (value: Value, fault: F, random: Random, names: readonly string[]) => Value;

interface ValueFault<F> {
  readonly expected: Treatment;
  /** All columns of a row are hit, or none. */
  readonly together?: true;
  readonly change: Change<F>;
}

const text = (value: Value, change: (text: string) => Value): Value =>
  typeof value === 'string' ? change(value) : value;

/** In the order in which they happen to a row. `change` draws the same number of times whatever the value is. */
export const valueFaults: { readonly [N in keyof ValueFaults]: ValueFault<ValueFaults[N]> } = {
  spelling: {
    expected: 'repair',
    change: (value, { among }, random, names) => {
      const [style, place] = [random(), random()];
      return text(value, (name) => {
        const others = (among ?? names).filter((other) => other !== name);
        const spellings = startingAt(spellingsOf(name, place), style);
        return spellings.find((spelling) => canBeTold(spelling, name, others)) ?? name;
      });
    },
  },
  encoding_damage: {
    expected: 'keep',
    change: (value, _, random) => {
      const place = random();
      return text(value, (whole) => misread(whole, place));
    },
  },
  unknown_value: { expected: 'quarantine', change: (_, { values }, random) => pick(random, values) },
  unit_change: {
    expected: 'repair',
    change: (value, { factor, offset = 0 }) =>
      typeof value === 'number' ? Math.round((value * factor + offset) * 10_000) / 10_000 : value,
  },
  null_value: { expected: 'impute', change: () => null },
  clock_drift: {
    expected: 'repair',
    change: (value, { seconds }, random) => {
      const ahead = random() < 0.5;
      const by = integer(random, [1, seconds]);
      return text(value, (time) => moved(time, ahead ? by : -by));
    },
  },
  local_time: {
    expected: 'repair',
    together: true,
    change: (value, { hours }) => text(value, (time) => moved(time, hours * 3600)),
  },
  late_arrival: {
    expected: 'keep',
    together: true,
    change: (value, { days }, random) => {
      const late = integer(random, [1, days]);
      return text(value, (day) => moved(day, late * 86_400).slice(0, day.length));
    },
  },
};

/** A row comes again right after itself: as it is, or in half of the cases with one of `change` another value. */
export interface Duplicate extends Common {
  readonly change?: readonly string[];
}

export type Row = Readonly<Record<string, Value>>;

/** What is to happen to rows. A list is the same kind of fault for several columns in several ways. */
export type Faults = {
  readonly [N in keyof ValueFaults]?: ValueFaults[N] | readonly ValueFaults[N][];
} & { readonly duplicate?: Duplicate };
