import { canBeTold, spellingsOf, startingAt } from 'duckmart/corrupt';
import { changed } from './damaged.ts';
import type { Fault } from './fault.ts';

export const productSpelling: Fault = {
  name: 'product_spelling',
  concerns: (shape) => shape.product !== undefined,
  happen(record, rate, random, { products }) {
    const hit = random() < rate;
    const style = random();
    const place = random();
    const column = record.clean.shape.product;
    if (!hit || column === undefined) return record;
    const name = String(record.row[column]);
    const others = products.map((product) => product.name).filter((other) => other !== name);
    const spelling = startingAt(spellingsOf(name, place), style).find((text) => canBeTold(text, name, others));
    if (spelling === undefined) return record;
    return changed(record, column, spelling, { fault: 'product_spelling', expected: 'repair' });
  },
};
