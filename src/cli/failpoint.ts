import { EngineError } from '../adapter/port.ts';
import type { Effects } from '../commands/effects.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { failpoints } from '../run/failpoints.ts';
import { badValue } from './option-values.ts';

const kinds = ['throw', 'exit', 'pause', 'print'] as const;

type World = Pick<Effects, 'env' | 'signal'> & { readonly say: (line: string) => void };

/**
 * What tests want to go wrong, from `MART_FAILPOINT`: `after commit:exit`, for one node `after commit@orders:exit`, at
 * every failpoint `*:print`. `throw` fails as a statement would, `exit` kills the process, `pause` says so and waits
 * to be killed or interrupted, `print` says so and goes on.
 */
export function failpointFrom({ env, signal, say }: World): Effects['reach'] {
  const text = env.MART_FAILPOINT;
  if (!text) return undefined;
  const [, point = '', node, kind = ''] = /^([^@:]*)(?:@([^:]*))?(?::(.*))?$/.exec(text) ?? [];
  if (point !== '*' && !Object.hasOwn(failpoints, point)) {
    const help = didYouMean(point, Object.keys(failpoints)) ?? 'docs/reliability.md lists them';
    throw badValue(`\`MART_FAILPOINT\` names no failpoint: \`${text}\``, help);
  }
  if (!isKind(kind)) {
    const all = kinds.map((one) => `\`:${one}\``).join(', ');
    throw badValue(`\`MART_FAILPOINT\` does not say what is to happen: \`${text}\``, `end it with one of ${all}`);
  }
  return async (reached, by) => {
    if ((point !== '*' && reached !== point) || (node !== undefined && node !== by)) return;
    const what = `failpoint \`${reached}${by === undefined ? '' : `@${by}`}\``;
    if (kind === 'throw') throw new EngineError('other', what, { sql: '' });
    if (kind === 'exit') process.kill(process.pid, 'SIGKILL');
    say(what);
    if (kind === 'pause') await aborted(signal);
  };
}

function isKind(text: string): text is (typeof kinds)[number] {
  return kinds.some((one) => one === text);
}

/** A timer keeps the process alive meanwhile. */
function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const alive = setInterval(() => {}, 1000);
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      clearInterval(alive);
      resolve();
    });
  });
}
