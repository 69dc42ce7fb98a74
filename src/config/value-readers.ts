import { didYouMean } from '../diagnostics/suggest.ts';
import {
  type ContractMode,
  contractModes,
  type HookConfig,
  type Inherited,
  type SchemaContract,
  type SignalConfig,
} from '../nodes/config.ts';
import { readInstant } from '../nodes/interval.ts';
import { secondsOf } from '../nodes/time-span.ts';
import { isMapping } from './entry.ts';
import { kindOf, oneOf } from './reading.ts';

/** Why a value was refused: the sentence goes on after the key (`must be text, not a number`). */
export interface Refusal {
  readonly problem: string;
  readonly help?: string | null;
  /** M104 unless something else is meant. */
  readonly code?: 'M114';
}

/** A configuration value in its final form, or why it has none. Never sees null: null is the default. */
export type ReadValue<T> = (value: unknown) => { readonly value: T } | Refusal;

export function isRefusal<T>(result: { readonly value: T } | Refusal): result is Refusal {
  return 'problem' in result;
}

function not(expected: string, value: unknown, help: string | null = null): Refusal {
  return { problem: `must be ${expected}, not ${kindOf(value)}`, help };
}

export const flag: ReadValue<boolean> = (value) =>
  typeof value === 'boolean' ? { value } : not('true or false', value);

/** A span of time, as text: `10m`. */
export const timeSpan: ReadValue<string> = (value) => {
  const help = 'write a number and its unit: `30s`, `10m`, `2h`';
  if (typeof value !== 'string') return not('a span of time', value, help);
  return (secondsOf(value) ?? 0) > 0 ? { value } : { problem: `cannot be \`${value}\``, help };
};

/** Text in which `{{…}}` is a template that is rendered later. */
export const templateText: ReadValue<string> = (value) =>
  typeof value === 'string' ? { value } : not('text', value, 'put it in quotes');

/** Text that is used as it stands. */
export const text: ReadValue<string> = (value) => {
  if (typeof value !== 'string') return not('text', value, 'put it in quotes');
  if (value.trim() === '') return { problem: 'is empty', help: 'take the key away to leave it at its default' };
  if (value.includes('{{')) return { problem: 'cannot hold a template', help: 'write the value itself' };
  return { value };
};

/** A day or a time, in UTC unless it says otherwise. */
export const instant: ReadValue<string> = (value) => {
  if (typeof value === 'string' && readInstant(value)) return { value };
  const help = 'write a day or a time in UTC: `2025-12-01`, `2025-12-01T07:00`';
  return typeof value === 'string' ? { problem: `cannot be \`${value}\``, help } : not('a day or a time', value, help);
};

export const character: ReadValue<string> = (value) =>
  typeof value === 'string' && [...value].length === 1 ? { value } : { problem: 'must be one character' };

export function count(least: number): ReadValue<number> {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least
      ? { value }
      : { problem: `must be a whole number, ${least} or more` };
}

/** Text or a list of texts, as a list. */
export const texts: ReadValue<readonly string[]> = (value) => {
  if (typeof value === 'string') return { value: [value] };
  if (!Array.isArray(value)) return not('text or a list of texts', value);
  const odd: unknown = value.find((item) => typeof item !== 'string');
  return odd === undefined ? { value } : { problem: `must hold texts, not ${kindOf(odd)}`, help: 'put it in quotes' };
};

const inheritable: readonly Inherited[] = ['description', 'tests'];

/** What a model's columns take over. */
export const inherited: ReadValue<readonly Inherited[]> = (value) => {
  const read = texts(value);
  if (isRefusal(read)) return read;
  const one = choice(inheritable, {
    descriptions: { problem: 'cannot be `descriptions`', help: 'did you mean `description`?' },
  });
  for (const word of read.value) {
    const found = one(word);
    if (isRefusal(found)) return found;
  }
  return { value: read.value as readonly Inherited[] };
};

export const mapping: ReadValue<Readonly<Record<string, unknown>>> = (value) =>
  isMapping(value) ? { value } : not('a mapping', value);

export const textMapping: ReadValue<Readonly<Record<string, string>>> = (value) => {
  if (!isMapping(value)) return not('a mapping', value);
  const odd = Object.entries(value).find(([, item]) => typeof item !== 'string');
  return odd
    ? { problem: `must hold texts, and \`${odd[0]}\` is ${kindOf(odd[1])}` }
    : { value: value as Record<string, string> };
};

/** One of some words. `others` are words that people bring from elsewhere, with what to do instead. */
export function choice<T extends string>(
  options: readonly T[],
  others: Readonly<Record<string, Refusal>> = {},
): ReadValue<T> {
  return (value) => {
    const found = options.find((one) => one === value);
    if (found !== undefined) return { value: found };
    if (typeof value !== 'string') return not(oneOf(options), value);
    const other = Object.hasOwn(others, value) ? others[value] : undefined;
    return (
      other ?? { problem: `cannot be \`${value}\``, help: didYouMean(value, options) ?? `it is ${oneOf(options)}` }
    );
  };
}

/** The same with the word in any case. */
export function anyCase<T extends string>(read: ReadValue<T>): ReadValue<T> {
  return (value) => read(typeof value === 'string' ? value.toLowerCase() : value);
}

/** SQL to run before or after: text, `{sql: …, transaction: …}` or a list of them, as a list. */
export const hooks: ReadValue<readonly HookConfig[]> = (value) => {
  const found: HookConfig[] = [];
  for (const item of Array.isArray(value) ? value : [value]) {
    const read = hook(item);
    if (isRefusal(read)) return read;
    found.push(read.value);
  }
  return { value: found };
};

/** One hook: text, or `{sql: …, transaction: …}`. */
export const hook: ReadValue<HookConfig> = (item) => {
  const sql: unknown = isMapping(item) ? item.sql : item;
  if (typeof sql !== 'string') return not('SQL text or a list of them', item);
  const { sql: _, transaction = true, ...odd } = isMapping(item) ? item : {};
  const [key] = Object.keys(odd);
  if (key !== undefined) {
    const help = didYouMean(key, ['sql', 'transaction']) ?? 'write SQL text, or `{sql: …, transaction: false}`';
    return { problem: `has no key \`${key}\``, help };
  }
  if (typeof transaction !== 'boolean') return { problem: 'needs `transaction` to be true or false' };
  return { value: transaction ? sql : { sql, transaction } };
};

/** Who may do what: privilege to a name or a list of names. A `+` before a privilege adds to the farther ones. */
export const grants: ReadValue<Readonly<Record<string, readonly string[]>>> = (value) => {
  if (!isMapping(value)) return not('a mapping of privileges to names', value);
  const found: Record<string, readonly string[]> = {};
  for (const [privilege, names] of Object.entries(value)) {
    const read = texts(names);
    if (isRefusal(read)) return { problem: `must give names for \`${privilege}\`` };
    found[privilege] = read.value;
  }
  return { value: found };
};

export const contract: ReadValue<{ readonly enforced: boolean }> = (value) => {
  if (!isMapping(value)) return not('a mapping', value, 'write `contract: {enforced: true}`');
  const odd = Object.keys(value).find((key) => key !== 'enforced' && key !== 'alias_types');
  if (odd !== undefined) return { problem: `has no key \`${odd}\``, help: 'write `contract: {enforced: true}`' };
  const { enforced = false } = value;
  return typeof enforced === 'boolean'
    ? { value: { enforced } }
    : { problem: `needs \`enforced\` to be true or false, not ${kindOf(enforced)}` };
};

export const checkedColumns: ReadValue<readonly string[] | 'all'> = (value) => {
  if (value === 'all') return { value };
  if (!Array.isArray(value)) return not('`all` or a list of columns', value);
  return value.length === 0 ? { problem: 'is an empty list' } : texts(value);
};

const snapshotColumns = ['valid_from', 'valid_to', 'is_current', 'scd_id', 'is_deleted', 'updated_at'];

/** Names for the columns that `scd2` adds; dbt's keys with `dbt_` are the same ones. */
export const snapshotNames: ReadValue<Readonly<Record<string, string>>> = (value) => {
  const read = textMapping(value);
  if (isRefusal(read)) return read;
  const found: Record<string, string> = {};
  for (const [key, name] of Object.entries(read.value)) {
    const plain = key.replace(/^dbt_/, '');
    if (!snapshotColumns.includes(plain)) {
      const help = didYouMean(plain, snapshotColumns) ?? `they are ${oneOf(snapshotColumns)}`;
      return { problem: `has no column \`${key}\``, help };
    }
    if (found[plain] !== undefined) return { problem: `names \`${plain}\` twice, with \`dbt_\` and without` };
    const twin = Object.values(found).find((one) => one.toLowerCase() === name.toLowerCase());
    if (twin !== undefined) return { problem: `gives two columns the name \`${twin}\`` };
    if (name.trim() === '') return { problem: `gives \`${key}\` no name` };
    found[plain] = name;
  }
  return { value: found };
};

/** `{sql: …}`: a query whose one value is true when a model may be built; `{ts: …}`: a function that says so. */
export const signal: ReadValue<SignalConfig> = (value) => {
  const help = 'write `signal: {sql: "select …"}` or `signal: {ts: signals/landing.ts#is_complete}`';
  if (!isMapping(value)) return not('a mapping', value, help);
  const odd = Object.keys(value).find((key) => key !== 'sql' && key !== 'ts');
  if (odd !== undefined) return { problem: `has no key \`${odd}\``, help };
  const { sql, ts } = value;
  if (sql !== undefined && ts !== undefined) return { problem: 'has `sql` and `ts`', help: 'keep one of them' };
  if (typeof sql === 'string' && sql.trim() !== '') return { value: { sql } };
  if (typeof ts === 'string' && ts.trim() !== '') return { value: { ts } };
  return { problem: `needs \`${ts === undefined ? 'sql' : 'ts'}\` as text`, help };
};

const periods = ['minute', 'hour', 'day'];

/** dbt's `freshness`: how old the newest row of a source may be. */
export const freshness: ReadValue<Readonly<Record<string, unknown>>> = (value) => {
  if (!isMapping(value)) return not('a mapping', value, 'write `freshness: {warn_after: {count: 1, period: day}}`');
  for (const [key, rule] of Object.entries(value)) {
    if (key === 'filter') {
      if (typeof rule !== 'string' && rule !== null) return { problem: '`filter` must be SQL text' };
    } else if (key !== 'warn_after' && key !== 'error_after') {
      const help = didYouMean(key, ['warn_after', 'error_after', 'filter']);
      return {
        problem: `has no key \`${key}\``,
        help: help ?? 'its keys are `warn_after`, `error_after` and `filter`',
      };
    } else if (rule !== null && !isAge(rule)) {
      return { problem: `needs \`${key}\` as \`{count: 1, period: day}\``, help: `a period is ${oneOf(periods)}` };
    }
  }
  return { value };
};

function isAge(rule: unknown): boolean {
  if (!isMapping(rule)) return false;
  const { count: number, period, ...rest } = rule;
  const whole = typeof number === 'number' && Number.isInteger(number) && number >= 0;
  return whole && typeof period === 'string' && periods.includes(period) && Object.keys(rest).length === 0;
}

const entities = ['columns', 'data_type'] as const;

/** A mode for everything that does not fit, or one for each entity. */
export const schemaContract: ReadValue<SchemaContract> = (value) => {
  const mode = choice<ContractMode>(contractModes);
  if (!isMapping(value)) {
    const read = mode(value);
    return isRefusal(read) ? read : { value: { columns: read.value, data_type: read.value } };
  }
  const found: { -readonly [entity in keyof SchemaContract]: SchemaContract[entity] } = {};
  for (const [key, written] of Object.entries(value)) {
    const entity = entities.find((one) => one === key);
    if (!entity) {
      const help = key === 'tables' ? 'take it away: tables of a source are declared' : didYouMean(key, entities);
      return { problem: `has no entity \`${key}\``, help: help ?? `they are ${oneOf(entities)}` };
    }
    const read = mode(written);
    if (isRefusal(read)) return { ...read, problem: `of \`${entity}\` ${read.problem}` };
    found[entity] = read.value;
  }
  return { value: found };
};
