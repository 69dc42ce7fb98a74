import type { Command, CommanderError } from 'commander';
import type { DiagnosticError } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { verbsNotYet } from './not-yet.ts';
import { badValue } from './option-values.ts';

/** What dbt users type, and what it is here. */
const elsewhere: Readonly<Record<string, string>> = {
  snapshot: 'a snapshot is a model with `materialized="scd2"`: `mart run -s model`',
  parse: '`mart ls` reads the whole project',
  deps: 'mart projects have no packages to install',
  clone: 'there is no clone; `mart build` makes a copy under another target',
  'run-operation': 'there are no operations; `mart show --sql` runs a query',
};

/** The parser's complaint in mart's words, with the near match. */
export function wrongUse(error: CommanderError, command: Command, program: Command): DiagnosticError {
  const [, subject = ''] = /'([^']*)'/.exec(error.message) ?? [];
  const name = command === program ? 'mart' : `mart ${verbOf(command)}`;
  switch (error.code) {
    case 'commander.unknownCommand':
      return command === program ? unknownVerb(program.args[0] ?? subject, program) : unknownWord(command, name);
    case 'commander.help':
      return command === program
        ? noVerb(program)
        : badValue(`\`${name}\` needs one more word`, `one of ${wordsOf(command)}`);
    case 'commander.unknownOption':
      return unknownFlag(subject.replace(/=.*/s, ''), name, command, program);
    case 'commander.optionMissingArgument':
      return badValue(`\`${flagOf(subject)}\` needs a value`, null);
    case 'commander.excessArguments':
      return excess(name, command);
    default:
      return badValue(error.message.replace(/^error: /, ''), `\`${name} --help\` says what it takes`);
  }
}

/** Options without a verb, or `help` of something that is none. */
function noVerb(program: Command): DiagnosticError {
  const [first, asked] = program.args;
  if (first === 'help' && asked !== undefined) return unknownVerb(asked, program);
  return badValue('there is no verb', '`mart --help` lists the verbs');
}

function unknownVerb(verb: string, program: Command): DiagnosticError {
  const known = [...program.commands.flatMap((one) => [one.name(), ...one.aliases()]), ...Object.keys(verbsNotYet)];
  const help = elsewhere[verb] ?? didYouMean(verb, known) ?? '`mart --help` lists the verbs';
  return badValue(`there is no verb \`${verb}\``, help);
}

function unknownWord(command: Command, name: string): DiagnosticError {
  const word = command.args[0] ?? '';
  const near = didYouMean(
    word,
    command.commands.map((one) => one.name()),
  );
  return badValue(
    `there is no verb \`${name.slice('mart '.length)} ${word}\``,
    near ?? `write one of ${wordsOf(command)}`,
  );
}

function wordsOf(command: Command): string {
  return command.commands.map((one) => `\`${one.name()}\``).join(', ');
}

/** `build`, `docs export`. */
function verbOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${parent.name()} ${command.name()}` : command.name();
}

/** Every command under a command. */
export function allBelow(command: Command): Command[] {
  return command.commands.flatMap((one) => [one, ...allBelow(one)]);
}

function unknownFlag(flag: string, name: string, command: Command, program: Command): DiagnosticError {
  const own = visibleFlags(command, program);
  const other = allBelow(program).filter((one) => visibleFlags(one, one).includes(flag));
  const near = flag.startsWith('--') ? didYouMean(flag, own) : null;
  const [first] = other;
  const help =
    near ?? (first ? `\`${flag}\` belongs to \`mart ${verbOf(first)}\`` : `\`${name} --help\` lists the flags`);
  return badValue(`\`${name}\` has no flag \`${flag}\``, help);
}

function excess(name: string, command: Command): DiagnosticError {
  const words = command.args.slice(command.registeredArguments.length);
  const selects = command.options.some((option) => option.long === '--select');
  const typed = words.map((word) => `\`${word}\``).join(', ');
  const help = selects ? `to select nodes: \`${name} -s ${words.join(' ')}\`` : `\`${name} --help\` says what it takes`;
  return badValue(`\`${name}\` does not take ${typed}`, help);
}

function visibleFlags(...commands: readonly Command[]): string[] {
  const options = commands.flatMap((command) => command.options).filter((option) => !option.hidden);
  return [...options.flatMap((option) => [option.long, option.short]), '--help'].filter((flag) => flag != null);
}

/** `--target` of `-t, --target <name>`. */
function flagOf(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}
