import { Chalk } from 'chalk';
import { plainStyle, type Style } from '../diagnostics/style.ts';

export type ColorChoice = 'auto' | 'always' | 'never';
type Env = Readonly<Record<string, string | undefined>>;

/** The stream that is written to, as far as colours care. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The one decision about colour: `--color`, then NO_COLOR, then FORCE_COLOR, then what is on the other side. */
export function hasColor(choice: ColorChoice, env: Env, terminal: Terminal): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  if (env.TERM === 'dumb') return false;
  return terminal.isTTY === true || Boolean(env.GITHUB_ACTIONS || env.GITLAB_CI);
}

/** Whether only signs may be written that every terminal has: a dumb one, or a locale that is not UTF-8. */
export function isAscii(env: Env): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return env.TERM === 'dumb' || (locale !== '' && !/utf-?8/i.test(locale));
}

/** Whether a line may move there: a person's terminal, and no log of a machine. */
export function movesOn(terminal: Terminal, env: Env): boolean {
  return terminal.isTTY === true && env.TERM !== 'dumb' && !env.CI;
}

export function styleFor(choice: ColorChoice, env: Env, terminal: Terminal): Style {
  const columns = terminal.isTTY === true ? (terminal.columns ?? plainStyle.width) : plainStyle.width;
  const plain: Style = { ...plainStyle, ascii: isAscii(env), width: Math.min(Math.max(columns, 60), 160) };
  if (!hasColor(choice, env, terminal)) return plain;
  const chalk = new Chalk({ level: 1 });
  return {
    ...plain,
    error: (text) => chalk.red(text),
    warning: (text) => chalk.yellow(text),
    note: (text) => chalk.cyan(text),
    good: (text) => chalk.green(text),
    strong: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
  };
}
