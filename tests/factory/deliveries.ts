import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** In which order deliveries come: all of them at once, or one a run. */
export type Order = 'once' | 'daily' | 'backwards' | 'shuffled';

/** Delivery days in groups that arrive together. */
function arrivals(days: readonly string[], order: Order): string[][] {
  const sorted = [...days].sort();
  switch (order) {
    case 'once':
      return [sorted];
    case 'daily':
      return sorted.map((day) => [day]);
    case 'backwards':
      return sorted.toReversed().map((day) => [day]);
    case 'shuffled':
      return sorted.toSorted((one, other) => mixed(one) - mixed(other)).map((day) => [day]);
  }
}

/**
 * Delivers a plant (folders `landing`, `truth` and perhaps `redelivered`) into a project's folders of the same names and
 * calls `built` after each arrival, then once more after what is redelivered.
 */
export async function deliverPlant(
  plant: string,
  project: string,
  order: Order,
  built: (isLast: boolean) => Promise<void>,
): Promise<void> {
  cpSync(join(plant, 'truth'), join(project, 'truth'), { recursive: true });
  mkdirSync(join(project, 'landing'), { recursive: true });
  const again = join(plant, 'redelivered');
  const groups = arrivals(
    readdirSync(join(plant, 'landing')).filter((name) => /^\d{4}-/.test(name)),
    order,
  );
  for (const [index, days] of groups.entries()) {
    for (const day of days) cpSync(join(plant, 'landing', day), join(project, 'landing', day), { recursive: true });
    await built(index === groups.length - 1 && !existsSync(again));
  }
  if (!existsSync(again)) return;
  cpSync(again, join(project, 'landing'), { recursive: true });
  await built(true);
}

/** An order without any order, the same every time. */
const mixed = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7);
