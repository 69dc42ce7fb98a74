import { Command } from 'commander';
import { DiagnosticError } from '../diagnostics/diagnostic.ts';
import { notYet, verbsNotYet } from './not-yet.ts';
import { everywhere } from './options.ts';
import type { RawOptions } from './raw-options.ts';
import { families, type Verb } from './verb.ts';
import { verbs } from './verbs.ts';
import { version } from './version.ts';
import { allBelow, wrongUse } from './wrong-use.ts';

/** What a command line asks for: a verb with its options, or a text to print (help, version). */
export type Request =
  | { readonly kind: 'verb'; readonly verb: Verb; readonly raw: RawOptions; readonly argument: string | null }
  | { readonly kind: 'text'; readonly text: string };

/** Reads the command line. Wrong use is thrown as `DiagnosticError`. */
export function parse(args: readonly string[]): Request {
  let text = '';
  let asked: Request | null = null;
  const program = makeProgram(
    (request) => {
      asked = request;
    },
    (part) => {
      text += part;
    },
  );
  try {
    program.parse(args.length === 0 ? ['--help'] : [...args], { from: 'user' });
  } catch (error) {
    if (error instanceof DiagnosticError || !isParserError(error)) throw error;
    if (error.exitCode !== 0) throw error;
  }
  return asked ?? { kind: 'text', text };
}

/** The whole program as commander knows it; `ask` is told the request, `write` gets help and version. */
function makeProgram(ask: (request: Request) => void, write: (text: string) => void): Command {
  const program = new Command('mart')
    .usage('<verb> [options]')
    .version(`mart ${version}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [verb]', 'print help for a verb')
    .configureOutput({ writeOut: write, writeErr: () => {}, getOutHelpWidth: () => 100 })
    .showSuggestionAfterError(false)
    .addHelpText('before', firstHelp);
  for (const option of everywhere()) program.addOption(option);
  for (const verb of verbs) addVerb(program, verb, ask);
  for (const [name, help] of Object.entries(verbsNotYet)) addNotYet(program, name, help);
  program.configureHelp({ showGlobalOptions: true });
  for (const command of [program, ...allBelow(program)]) {
    command.exitOverride((error) => {
      throw error.exitCode === 0 ? error : wrongUse(error, command, program);
    });
  }
  return program;
}

/** A new command for a verb of one word, or of two: then under the command of the first. */
function newCommand(program: Command, name: string, hidden: boolean): Command {
  const [first = '', second] = name.split(' ');
  if (second === undefined) return program.command(first, { hidden });
  const family = families[first];
  const known = program.commands.find((command) => command.name() === first);
  const parent = known ?? program.command(first).helpOption('-h, --help', 'print help');
  if (!known && family) parent.summary(family.summary).helpGroup(family.group).addHelpText('before', familyHelp(first));
  return parent.command(second, { hidden });
}

function familyHelp(name: string): string {
  const own = verbs.filter((verb) => verb.name.startsWith(`${name} `));
  const examples = own.flatMap((verb) => verb.examples.slice(0, 1));
  return `${capital(families[name]?.summary ?? name)}\n\nExamples:\n${exampleLines(examples)}\n`;
}

function addVerb(program: Command, verb: Verb, ask: (request: Request) => void): void {
  const command = newCommand(program, verb.name, false)
    .summary(verb.summary)
    .aliases(verb.aliases ?? [])
    .helpGroup(verb.group)
    .configureHelp({ showGlobalOptions: true })
    .helpOption('-h, --help', 'print help')
    .addHelpText('before', `${capital(verb.summary)}\n\nExamples:\n${exampleLines(verb.examples)}\n`);
  if (verb.argument) command.argument(`[${verb.argument[0]}]`, verb.argument[1]);
  for (const option of verb.options()) command.addOption(option);
  command.action(() => {
    const raw = command.optsWithGlobals<RawOptions>();
    ask({ kind: 'verb', verb, raw, argument: command.args[0] ?? null });
  });
}

function addNotYet(program: Command, name: string, help: string | null): void {
  newCommand(program, name, true)
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      throw notYet(`\`mart ${name}\``, help);
    });
}

function isParserError(error: unknown): error is { readonly exitCode: number } {
  return error instanceof Error && 'exitCode' in error;
}

const firstHelp = `mart ${version}: folders of SQL models become tested tables

Examples:
${exampleLines([
  ['mart build', 'load seeds, run models, test them'],
  ['mart build -s +orders', 'only orders and what it is made of'],
  ['mart show -s orders', 'look at rows'],
  ['mart explain M301', 'what an error means'],
])}
`;

function exampleLines(examples: Verb['examples']): string {
  const width = Math.max(...examples.map(([line]) => line.length));
  return examples.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`.trimEnd()).join('\n');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
