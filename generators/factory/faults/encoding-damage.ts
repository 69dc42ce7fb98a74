import { canBeTold, misread, withoutLetter } from 'duckmart/corrupt';
import { changed } from './damaged.ts';
import type { Fault } from './fault.ts';

/** Letters are misread. A product's name can be told without one of them; what was typed as a note stays as it is. */
export const encodingDamage: Fault = {
  name: 'encoding_damage',
  concerns: (shape) => shape.text !== undefined || shape.product !== undefined,
  happen(record, rate, random, { products }) {
    const hit = random() < rate;
    const place = random();
    const { text, product } = record.clean.shape;
    const column = text ?? product;
    if (!hit || column === undefined) return record;
    const before = String(record.row[column]);
    if (column === text)
      return changed(record, column, misread(before, place), { fault: 'encoding_damage', expected: 'keep' });
    const name = String(record.clean.row[column]);
    const after = withoutLetter(before, place);
    const others = products.map((one) => one.name).filter((other) => other !== name);
    if (before !== name || !canBeTold(after, name, others)) return record;
    return changed(record, column, after, { fault: 'encoding_damage', expected: 'repair' });
  },
};
