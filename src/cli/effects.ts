import { randomUUID } from 'node:crypto';
import type { Effects } from '../commands/effects.ts';
import { badValue } from './option-values.ts';
import { build, version } from './version.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The instant of an invocation: `MART_NOW`, else the system's clock. A bad one is thrown (M118). */
export function nowFrom(env: Env): Date {
  const text = env.MART_NOW;
  if (text === undefined || text === '') return new Date();
  const instant = new Date(text);
  const hasZone = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?$/i.test(text);
  if (hasZone && !Number.isNaN(instant.getTime())) return instant;
  throw badValue(`\`MART_NOW\` is not an instant: \`${text}\``, 'write `2025-12-01` or `2025-12-01T06:00:00Z`');
}

/** The real world for a verb. */
export function makeEffects(
  world: Pick<Effects, 'cwd' | 'env' | 'now' | 'listen' | 'say' | 'signal' | 'openAdapter' | 'reach'>,
): Effects {
  return { ...world, version, build, clock: () => performance.now(), invocation: randomUUID() };
}
