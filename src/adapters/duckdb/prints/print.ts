import { createHash } from 'node:crypto';
import type { Doubt, Print } from '../../../adapter/port.ts';

const doubts: readonly Doubt[] = ['none', 'ties', 'volatile'];

export function worst(...all: readonly Doubt[]): Doubt {
  return doubts[Math.max(0, ...all.map((one) => doubts.indexOf(one)))] ?? 'volatile';
}

/** The print of something that is made of others in a way that `how` says; `how` is hashed as JSON. */
export function print(how: unknown, of: readonly Print[] = [], least: Doubt = 'none'): Print {
  const text = JSON.stringify([how, of.map(({ hash }) => hash)]);
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  return { hash, doubt: worst(least, ...of.map(({ doubt }) => doubt)) };
}

/** The same value, doubted more. */
export function doubted({ hash, doubt }: Print, least: Doubt): Print {
  return { hash, doubt: worst(doubt, least) };
}

/** Types of which values that are equal may still differ: which of them stands for a group is chance. */
export function isLoose(type: string): boolean {
  return /FLOAT|DOUBLE|INTERVAL|TIME_TZ|TIME WITH TIME ZONE|LIST|STRUCT|MAP|ARRAY|UNION|VARIANT|collation/.test(type);
}
