import { type Faults, type Row, type ValueFaults, valueFaults } from './faults.ts';

const NAMES: readonly string[] = [...Object.keys(valueFaults), 'duplicate'];

/** What makes no sense in what `corrupt` is asked for, as sentences. */
export function problemsOf(rows: readonly Row[], faults: Faults, seed: number, key: string): string[] {
  const problems: string[] = [];
  if (!Number.isSafeInteger(seed)) problems.push(`The seed is ${seed}; it must be a whole number.`);
  const columns = new Set(rows.flatMap((row) => Object.keys(row)));
  const knows = (column: string): boolean => rows.length === 0 || columns.has(column);
  if (!knows(key)) problems.push(`The key is ${key}, which is no column; there are ${[...columns].join(', ')}.`);
  const keys = rows.map((row) => row[key] ?? null);
  const twice = keys.find((value, index) => value === null || keys.indexOf(value) !== index);
  if (knows(key) && rows.length > 0 && new Set(keys).size + (keys.includes(null) ? -1 : 0) !== keys.length)
    problems.push(`The key ${key} is ${twice} in more than one row, or missing; it must tell rows apart.`);
  for (const [name, given] of Object.entries(faults)) {
    if (!NAMES.includes(name)) problems.push(`${name} is no fault; there are ${NAMES.join(', ')}.`);
    for (const fault of (Array.isArray(given) ? given : [given]) as Partial<ValueFaults[keyof ValueFaults]>[]) {
      const { rate = Number.NaN } = fault;
      if (!(rate >= 0 && rate <= 1)) problems.push(`The rate of ${name} is ${rate}; it must be from 0 to 1.`);
      for (const column of columnsOf(name, fault))
        if (!knows(column))
          problems.push(`${name} is for ${column}, which is no column; there are ${[...columns].join(', ')}.`);
    }
  }
  return problems;
}

function columnsOf(name: string, fault: { readonly columns?: readonly string[]; readonly change?: readonly string[] }) {
  return (name === 'duplicate' ? fault.change : fault.columns) ?? [];
}
