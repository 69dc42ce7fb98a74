import { plain } from 'duckmart/corrupt';
import type { Fault } from './fault.ts';

/** Names of machines of somebody else's plant, none of which can be taken for a misspelling. */
const STRANGERS = ['QUARRY-71', 'VISITOR-88', 'EXTRUDER-93', 'PHANTOM-66'];

/** A row about a machine that the plant does not have, beside a true one. */
export const unknownMachine: Fault = {
  name: 'unknown_machine',
  concerns: (shape) => shape.machine !== undefined,
  happen(record, rate, random, { machines }) {
    const hit = random() < rate;
    const { shape, key } = record.clean;
    const isCopy = record.damages.some(({ fault }) => fault === 'duplicate');
    if (!hit || isCopy || shape.machine === undefined) return record;
    const numbers = new Set(machines.map(({ id }) => plain(id).replace(/\D+/g, '')));
    const stranger = STRANGERS.find((name) => !numbers.has(name.replace(/\D+/g, '')));
    if (stranger === undefined) return record;
    const foreignKey = `${key}F`;
    return [
      record,
      {
        clean: { ...record.clean, key: foreignKey },
        row: { ...record.row, [shape.key]: foreignKey, [shape.machine]: stranger },
        deliveredOn: record.deliveredOn,
        damages: [
          { fault: 'unknown_machine', column: shape.machine, before: null, after: stranger, expected: 'quarantine' },
        ],
      },
    ];
  },
};
