import type { Effects } from '../commands/effects.ts';
import type { Exit, Outcome } from '../commands/outcome.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { ReadText } from '../source/text.ts';
import { earlyOptions } from './early-options.ts';
import { makeEffects, nowFrom } from './effects.ts';
import { exitFor } from './exit.ts';
import { failpointFrom } from './failpoint.ts';
import { findingsOf } from './findings.ts';
import { interrupt } from './interrupt.ts';
import { adapterOpener } from './open-adapter.ts';
import { type Output, output } from './output.ts';
import { parse, type Request } from './program.ts';
import type { RawOptions } from './raw-options.ts';
import type { Reporter } from './reporter.ts';
import { makeReporter } from './reporters.ts';

/** A whole invocation: reads the command line, does the verb, tells everything, and gives the exit code. */
export async function start(args: readonly string[]): Promise<Exit> {
  const out = output(process.stdout, process.stderr);
  const early = earlyOptions(args);
  const first = makeReporter(out, early, () => undefined);
  const crash = (error: unknown) => {
    first.finish({ notes: [], diagnostics: findingsOf(error) });
    out.flush().finally(() => process.exit(2));
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  let exit: Exit;
  try {
    const request = parse(args);
    exit = request.kind === 'text' ? printed(out, request.text) : await perform(request, out);
  } catch (error) {
    const diagnostics = findingsOf(error);
    first.finish({ notes: [], diagnostics });
    exit = exitFor(diagnostics);
  }
  await out.flush();
  return exit;
}

function printed(out: Output, text: string): Exit {
  out.data(text);
  return 0;
}

async function perform({ verb, raw, argument }: Extract<Request, { kind: 'verb' }>, out: Output): Promise<Exit> {
  const now = nowFrom(process.env);
  const readText = await texts(verb.name, raw);
  const reporter = makeReporter(out, raw, readText);
  const { signal, stop } = interrupt(() => reporter.say('interrupting; once more leaves at once'));
  const world = {
    cwd: process.cwd(),
    env: process.env,
    now,
    listen: reporter.listen,
    say: reporter.say,
    signal,
    openAdapter: adapterOpener(signal),
    reach: failpointFrom({ env: process.env, signal, say: reporter.say }),
  };
  const done = await outcomeOf(() => verb.run(raw, argument, makeEffects(world)));
  stop();
  return told(done, reporter, out, world);
}

type Done = Pick<Outcome, 'exit' | 'stdout' | 'notes' | 'diagnostics'>;

async function outcomeOf(work: () => Promise<Outcome>): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    const diagnostics = findingsOf(error);
    return { exit: exitFor(diagnostics), stdout: '', notes: [], diagnostics };
  }
}

function told(done: Done, reporter: Reporter, out: Output, { signal }: Pick<Effects, 'signal'>): Exit {
  out.data(done.stdout);
  reporter.finish(done);
  if (signal.aborted) return 130;
  return done.exit === 1 && hasErrors(done.diagnostics) ? exitFor(done.diagnostics) : done.exit;
}

/** Texts to show places in: the project's files, and what was typed as the value of a flag. */
async function texts(verb: string, raw: RawOptions): Promise<ReadText> {
  const typed = new Map([
    ['--vars', raw.vars],
    ['--sql', raw.sql],
  ]);
  const files = await filesOf(verb, raw);
  return (path) => typed.get(path) ?? files(path);
}

async function filesOf(verb: string, raw: RawOptions): Promise<ReadText> {
  if (verb === 'explain') return () => undefined;
  const { findRoot } = await import('../commands/load.ts');
  const { projectTexts } = await import('../commands/project-texts.ts');
  try {
    return projectTexts(findRoot(process.cwd(), raw.projectDir ?? '.'));
  } catch {
    return () => undefined;
  }
}
