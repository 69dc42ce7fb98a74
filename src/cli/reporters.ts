import type { ReadText } from '../source/text.ts';
import { type Footer, footer } from './footer.ts';
import type { Output } from './output.ts';
import type { RawOptions } from './raw-options.ts';
import type { Reporter } from './reporter.ts';
import { githubReporter, inRepository } from './reporter-github.ts';
import { jsonReporter } from './reporter-json.ts';
import { textReporter } from './reporter-text.ts';
import { movesOn, styleFor } from './style.ts';

type Talk = Pick<RawOptions, 'quiet' | 'verbose' | 'debug' | 'logFormat' | 'color' | 'projectDir' | 'progress'>;

/** The reporters that were asked for, as one. */
export function makeReporter(out: Output, raw: Talk, readText: ReadText): Reporter {
  const { env } = process;
  const manner = {
    quiet: raw.quiet ?? false,
    verbose: raw.verbose ?? false,
    debug: raw.debug ?? false,
    readText,
    again: raw.projectDir === undefined ? '' : ` --project-dir ${quoted(raw.projectDir)}`,
  };
  if (raw.logFormat === 'json') return jsonReporter(out, () => new Date(), manner);
  const style = styleFor(raw.color ?? 'auto', env, process.stderr);
  const lines = textReporter(out, style, manner);
  const isLive = raw.progress !== false && !manner.quiet && movesOn(process.stderr, env);
  const text = isLive
    ? under(
        lines,
        footer(out.live, style, () => process.stderr.columns ?? style.width, Date.now),
      )
    : lines;
  if (!env.GITHUB_ACTIONS) return text;
  const workspace = env.GITHUB_WORKSPACE ?? process.cwd();
  return both(text, githubReporter(out, inRepository(raw.projectDir ?? '.', workspace)));
}

/** What moves goes away before a verb says its last. */
function under(lines: Reporter, { listen, stop }: Footer): Reporter {
  return {
    ...lines,
    listen: (event) => {
      listen(event);
      lines.listen(event);
    },
    finish: (outcome) => {
      stop();
      lines.finish(outcome);
    },
  };
}

function both(first: Reporter, second: Reporter): Reporter {
  return {
    listen: (event) => {
      first.listen(event);
      second.listen(event);
    },
    say: (note) => {
      first.say(note);
      second.say(note);
    },
    finish: (outcome) => {
      first.finish(outcome);
      second.finish(outcome);
    },
  };
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./@:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
