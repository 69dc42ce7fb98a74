import {
  child,
  choice,
  type Entry,
  entries,
  has,
  isMapping,
  list,
  missing,
  onlyKeys,
  record,
  text,
  wrong,
} from './entry.ts';
import type {
  Described,
  MacroUnitTestSpec,
  ModelUnitTestSpec,
  OverridesSpec,
  RowsSpec,
  UnitTestSpec,
} from './properties.ts';
import { configHelps, readDescribed } from './read-models.ts';
import { inside, kindOf, report } from './reading.ts';

const shared = ['name', 'description', 'overrides', 'config'];
const modelKeys = [...shared, 'model', 'given', 'expect', 'versions'];
const macroKeys = [...shared, 'macro', 'arguments', 'expect'];
const rowKeys = ['format', 'rows', 'fixture'];

/** A unit test of a model, on given rows, or of a macro, with given arguments. */
export function readUnitTest(entry: Entry): UnitTestSpec | null {
  const isMacro = has(entry, 'macro') && !has(entry, 'model');
  onlyKeys(entry, isMacro ? 'a unit test of a macro' : 'a unit test', isMacro ? macroKeys : modelKeys, {
    ...configHelps.unit_test,
    ...(isMacro
      ? { given: 'a macro is given `arguments`' }
      : { macro: 'a unit test has a `model` or a `macro`', arguments: 'a model is given rows: `given`' }),
  });
  const described = readDescribed('unit_test', entry, 'a unit test', []);
  for (const key of isMacro ? ['expect'] : ['model', 'expect'])
    if (!has(entry, key)) missing(entry, 'a unit test', key);
  const overrides = readOverrides(entry);
  return isMacro ? macroTest(entry, described, overrides) : modelTest(entry, described, overrides);
}

function macroTest(entry: Entry, described: Described | null, overrides: OverridesSpec): MacroUnitTestSpec | null {
  const macro = text(entry, 'macro');
  const given = record(entry, 'arguments');
  const expect = has(entry, 'expect') ? sqlText(entry) : null;
  if (!described || macro === null || expect === null) return null;
  return { ...described, of: 'macro', macro, arguments: given, expect, overrides, spec: entry.values };
}

/** A number is SQL, too. */
function sqlText(entry: Entry): string | null {
  const { expect } = entry.values;
  if (typeof expect === 'number' || typeof expect === 'boolean') return String(expect);
  return text(entry, 'expect');
}

function modelTest(entry: Entry, described: Described | null, overrides: OverridesSpec): ModelUnitTestSpec | null {
  const model = text(entry, 'model');
  const versions = child(entry, 'versions');
  if (versions) onlyKeys(versions, '`versions`', ['include', 'exclude']);
  const given = entries(entry, 'given', 'an input of a unit test').flatMap((one) => readGiven(one) ?? []);
  const expected = child(entry, 'expect');
  const expect = expected && readRows(expected, '`expect`', ['tolerance', ...rowKeys], true);
  const tolerance = expected && readTolerance(expected);
  if (!described || model === null || !expect) return null;
  return {
    ...described,
    of: 'model',
    model,
    include: versions && versionList(versions, 'include'),
    exclude: versions && versionList(versions, 'exclude'),
    given,
    expect,
    tolerance,
    overrides,
    spec: entry.values,
  };
}

function readGiven(entry: Entry): ModelUnitTestSpec['given'][number] | null {
  const rows = readRows(entry, 'an input', ['input', ...rowKeys], false);
  if (!has(entry, 'input')) missing(entry, 'an input of a unit test', 'input', "write `input: ref('orders')`");
  const input = text(entry, 'input');
  return rows && input !== null ? { input, rows } : null;
}

function readRows(entry: Entry, what: string, keys: readonly string[], needed: boolean): RowsSpec | null {
  onlyKeys(entry, what, keys);
  const format = choice(entry, 'format', ['dict', 'csv', 'sql']) ?? 'dict';
  const fixture = text(entry, 'fixture');
  const { place } = entry;
  if (has(entry, 'rows') && fixture !== null) {
    report(entry.reading, 'M113', `${what} has both \`rows\` and \`fixture\``, inside(place, 'fixture'), {
      help: 'keep one of them',
    });
    return null;
  }
  if (fixture !== null) {
    if (format !== 'dict') return { format, rows: null, fixture, place };
    report(entry.reading, 'M104', 'a fixture is a file of CSV or of SQL', inside(place, 'fixture'), {
      help: 'write `format: csv` or `format: sql` beside it',
    });
    return null;
  }
  if (!has(entry, 'rows')) {
    if (!needed && format === 'dict') return { format, rows: null, fixture, place };
    missing(entry, what, 'rows', needed ? 'write `rows: []` where no rows are expected' : null);
    return null;
  }
  const rows = format === 'dict' ? mappings(entry) : text(entry, 'rows');
  return rows === null ? null : { format, rows, fixture, place };
}

function mappings(entry: Entry): readonly Readonly<Record<string, unknown>>[] | null {
  if (!Array.isArray(entry.values.rows)) {
    return wrong(entry, 'rows', 'a list of mappings', 'write `format: csv` or `format: sql` for a text');
  }
  const found: Record<string, unknown>[] = [];
  for (const { value, place } of list(entry, 'rows')) {
    if (isMapping(value)) found.push(value);
    else report(entry.reading, 'M104', `a row must be a mapping, not ${kindOf(value)}`, place);
  }
  return found;
}

function readTolerance(entry: Entry): number | null {
  if (!has(entry, 'tolerance')) return null;
  const value = entry.values.tolerance;
  return typeof value === 'number' && value >= 0 ? value : wrong(entry, 'tolerance', 'a number that is not negative');
}

function versionList(entry: Entry, key: string): readonly string[] | null {
  if (!has(entry, key)) return null;
  return list(entry, key).map(({ value }) => String(value));
}

const nothing = { vars: {}, macros: {}, env_vars: {} };

function readOverrides(entry: Entry): OverridesSpec {
  const overrides = child(entry, 'overrides');
  if (!overrides) return { ...nothing, place: entry.place };
  onlyKeys(overrides, '`overrides`', Object.keys(nothing));
  return {
    vars: record(overrides, 'vars'),
    macros: record(overrides, 'macros'),
    env_vars: record(overrides, 'env_vars'),
    place: overrides.place,
  };
}
