import { type FileScan, pseudoColumns } from '../../../adapter/port.ts';
import type { ContractMode } from '../../../nodes/config.ts';
import { identifier } from '../../../sql/identifier.ts';
import { literal } from '../../../sql/literal.ts';
import type { FileRelation } from '../file-relation.ts';
import { fitsSql } from './fits.ts';
import { rawCsv } from './raw-csv.ts';
import { rawJson } from './raw-json.ts';
import { rawParquet } from './raw-parquet.ts';

function discards(mode: ContractMode | null | undefined): mode is 'discard_row' | 'discard_value' {
  return mode === 'discard_row' || mode === 'discard_value';
}

/**
 * Rows of files before they are held to anything: `_mart_file`, the declared columns raw as `c0`, `c1` …, what is not
 * declared in `_mart_more`, what is wrong with the row as a whole in `_mart_broken`, the row as JSON in `_mart_record`,
 * and its number within its file in `_mart_row`, if that is asked for.
 */
export function rawRows(scan: FileScan, isNumbered: boolean): string {
  if (scan.format === 'parquet') return `(${rawParquet(scan)})`;
  const parts = scan.format === 'json' ? rawJson(scan) : rawCsv(scan, discards(scan.contract?.columns));
  return isNumbered ? numbered(parts, scan.files.length > 1) : `(${parts})`;
}

/** Raw rows with their numbers, of each file from 1. */
export function numbered(parts: string, areMany: boolean): string {
  const counted = `select *, row_number() over () as "_mart_row" from (${parts})`;
  if (!areMany) return `(${counted})`;
  return `(select * replace ("_mart_row" - min("_mart_row") over (partition by "_mart_file") + 1 as "_mart_row") from (${counted}))`;
}

/** Scans of neighbouring files of one shape: the engine would read those of several in types that none of them has. */
export function byShape(scan: FileScan): readonly FileScan[] {
  const groups: FileScan['files'][number][][] = [];
  for (const file of scan.files) {
    const last = groups.at(-1);
    if (last && last[0]?.shape === file.shape) last.push(file);
    else groups.push([file]);
  }
  return groups.map((files) => ({ ...scan, files }));
}

/** Conditions on raw rows under which values, or the row, do not fit. */
interface Faults {
  readonly values: readonly { readonly at: number; readonly when: string }[];
  readonly more: string | null;
  readonly broken: string | null;
}

/** What a contract looks for; whether it discards it or refuses the file for it. */
export function faultsOf(scan: FileScan): Faults {
  const { columns = null, dataType = null } = scan.contract ?? {};
  const values = scan.columns.flatMap((column, at) => {
    const fits = dataType === 'evolve' ? 'true' : fitsSql(`c${at}`, column, scan.format);
    return fits === 'true' ? [] : [{ at, when: `not ${fits}` }];
  });
  return {
    values,
    more: discards(columns) ? 'len("_mart_more") > 0' : null,
    broken: discards(columns) && scan.format === 'csv' ? '"_mart_broken" is not null' : null,
  };
}

/** The rows and values of files that fit. */
export function heldRelation(scan: FileScan): FileRelation {
  const rows = byShape(scan).map(heldRows).join(' union all ');
  const isOwn = (name: string) => (scan.pseudo ?? pseudoColumns).some((one) => one === name.toLowerCase());
  const names = scan.columns.flatMap(({ name }) => (isOwn(name) ? [] : [identifier(name)]));
  return { columns: names.join(', '), from: `(${rows})`, row: '"_mart_row"', isNumberedByFile: true };
}

function heldRows(scan: FileScan): string {
  const { columns = null, dataType = null } = scan.contract ?? {};
  const isNumbered = scan.pseudo?.includes('_source_row') ?? true;
  const { values, more, broken } = faultsOf(scan);
  const lost = dataType === 'discard_value' ? new Map(values.map(({ at, when }) => [at, when])) : new Map();
  const typed = scan.columns.map(({ name, type }, at) => {
    const value = `cast(c${at} as ${type})`;
    const when = lost.get(at);
    return `${when === undefined ? value : `case when ${when} then null else ${value} end`} as ${identifier(name)}`;
  });
  const dropping = [
    ...(dataType === 'discard_row' ? values.map(({ when }) => when) : []),
    ...(columns === 'discard_row' ? [more, broken].filter((one) => one !== null) : []),
  ];
  const kept = dropping.length === 0 ? '' : ` where not (${dropping.join(' or ')})`;
  const number = isNumbered ? ', "_mart_row"' : '';
  return `select ${typed.join(', ')}, "_mart_file" as filename${number} from ${rawRows(scan, isNumbered)}${kept}`;
}

/** The query of `Adapter.misfits`; `file` is SQL for the path that is shown. */
export function misfitsQuery(scan: FileScan, file: string): string | null {
  const parts = byShape(scan).flatMap((one) => misfitsIn(one, file, rawRows(one, true)) ?? []);
  return parts.length === 0 ? null : parts.join(' union all ');
}

/** Of files of one shape; `raw` is SQL for numbered rows. */
export function misfitsIn(scan: FileScan, file: string, raw: string): string | null {
  const { columns = null, dataType = null } = scan.contract ?? {};
  const { values, more, broken } = faultsOf(scan);
  const found: { readonly when: string; readonly list: string }[] = [];
  if (discards(dataType)) {
    for (const { at, when } of values) {
      const { name, type } = scan.columns[at] ?? { name: '', type: '' };
      found.push({
        when,
        list: `[${fault(literal(name), `cast(c${at} as varchar)`, literal(`it is not ${type.toUpperCase()}`), dataType)}]`,
      });
    }
  }
  if (discards(columns) && more !== null) {
    const one = fault('one.key', 'one.value', "'the column is not declared'", columns);
    found.push({ when: more, list: `list_transform("_mart_more", one -> ${one})` });
  }
  if (discards(columns) && broken !== null) {
    const one = fault('cast(null as varchar)', '"_mart_surplus"', '"_mart_broken"', columns);
    found.push({ when: broken, list: `[${one}]` });
  }
  if (found.length === 0) return null;
  const lists = found.map(({ when, list }) => `case when ${when} then ${list} else [] end`).join(', ');
  const all = found.map(({ when }) => when).join(' or ');
  const faults = `select *, unnest(flatten([${lists}])) as fault from ${raw} where ${all}`;
  return `select ${file} as file, "_mart_row" as row_number, fault.column_name, fault.value, fault.reason, fault.mode, case when fault.mode = 'discard_row' then cast("_mart_record" as varchar) end as record from (${faults})`;
}

function fault(name: string, value: string, reason: string, mode: ContractMode): string {
  return `{'column_name': ${name}, 'value': ${value}, 'reason': ${reason}, 'mode': ${literal(mode)}}`;
}
