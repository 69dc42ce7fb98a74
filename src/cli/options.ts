import { Option } from 'commander';
import { day, duration, oneOf, rates, shares, someText, wholeNumber } from './option-values.ts';

/** The flags of the verbs, in groups that verbs share. Made anew for each command. */
export function everywhere(): Option[] {
  return [
    option('--project-dir <folder>', 'the project, or a folder in it (default: here)', someText('--project-dir')),
    option('-t, --target <name>', 'a target of project.yml', someText('--target')),
    option('--vars <yaml>', "variables over those of project.yml: '{first_day: 2025-12-01}'"),
    option('--threads <n>', 'how many nodes run at once', wholeNumber('--threads', 1)),
    option('-q, --quiet', 'only errors and data'),
    option('-v, --verbose', 'also what went well and what is usual'),
    choice('--log-format <format>', ['text', 'json'], 'how to talk on stderr: text, or json (a line an event)'),
    choice('--color <when>', ['auto', 'always', 'never'], 'auto, always or never'),
    option('--no-progress', 'no moving line under the finished nodes'),
    option('--debug', 'show the stack of a bug in mart'),
  ];
}

export function selection(): Option[] {
  const group = 'Selection:';
  return [
    option('-s, --select <words...>', 'nodes: `orders`, `+orders`, `tag:daily`, `path:models/gold`').helpGroup(group),
    option('--exclude <words...>', 'nodes to leave out').helpGroup(group),
    option('--selector <name>', 'a selector of selectors.yml', someText('--selector')).helpGroup(group),
    option('--resource-type <types...>', 'only these: model, seed, test, source, …').helpGroup(group),
    option('--exclude-resource-type <types...>', 'all but these').helpGroup(group),
    choice(
      '--indirect-selection <mode>',
      ['eager', 'cautious', 'buildable', 'empty'],
      'which tests come along: eager, cautious, buildable, empty',
    ).helpGroup(group),
    option(
      '--state <folder>',
      'artifacts of an earlier run, asked by `state:` and `result:` in the place of the ledger',
      someText('--state'),
    ).helpGroup(group),
    option('-m, --models <words...>', '').hideHelp(),
  ];
}

/** Of verbs that write relations. */
export function building(): Option[] {
  return [
    option('-f, --full-refresh', 'rebuild incremental models and seeds from nothing'),
    option('--empty', 'run on inputs without rows'),
    option('--atomic', 'publish everything at one instant, or nothing'),
    option('--adopt', 'write over relations that mart did not make'),
    option('--defer', 'refs to what is not selected and not there lead to the relations of `--state`'),
    option('--favor-state', 'with --defer: also where there are relations here'),
    option('--sample <time>', "run on recent rows only: '3 days'", someText('--sample')),
  ];
}

/** Of verbs that build microbatch models. */
export function batching(): Option[] {
  const group = 'Event time:';
  return [
    option(
      '--event-time-start <time>',
      'build the intervals of microbatch models from here: a day or a time, in UTC',
      someText('--event-time-start'),
    ).helpGroup(group),
    option('--event-time-end <time>', 'up to here, without it', someText('--event-time-end')).helpGroup(group),
    option(
      '--restate <days>',
      'build the intervals of some days again: 2025-12-03..2025-12-05',
      someText('--restate'),
    ).helpGroup(group),
  ];
}

/** Of the verb that copies what stands somewhere else. */
export function cloning(): Option[] {
  return [
    option('--from <target>', 'the target whose tables are copied', someText('--from')),
    option('-f, --full-refresh', 'copy over what is there already'),
    option('--adopt', 'write over relations that mart did not make'),
  ];
}

/** Of `build`, which leaves out what is up to date. */
export function forcing(): Option {
  return option('--force', 'build what is up to date, too');
}

/** Accepted and without effect: verbs other than `build` do all that they are asked anyway. */
export function forcedAnyway(): Option {
  return option('--force', '').hideHelp();
}

/** Of verbs that run a plan. */
export function running(): Option[] {
  return [option('-x, --fail-fast', 'start nothing more after the first failure'), waiting()];
}

export function waiting(): Option {
  return option('--wait <time>', 'wait for a database that is in use: 30s, 2m', duration('--wait'));
}

export function storing(): Option {
  return option('--store-failures', 'keep the bad rows of tests in tables');
}

/** Of verbs that make the site. */
export function publishing(): Option[] {
  return [option('--slim', 'without SQL')];
}

export function singleFile(): Option {
  return option('--single-file', 'one HTML file instead of a folder');
}

export function covering(): Option {
  return option('--fail-under <shares>', 'exit 1 below these percentages: docs=80,tests=60', shares('--fail-under'));
}

export function serving(): Option[] {
  const hosts = ['127.0.0.1', 'localhost', '::1'];
  return [
    option('--port <n>', 'where to listen (default 8080; 0: any that is free)', wholeNumber('--port', 0)),
    choice('--host <name>', hosts, 'an address of this machine: 127.0.0.1 (default), localhost, ::1'),
    option('--open', 'open a browser'),
  ];
}

/** Of `docs diff`. */
export function comparing(): Option[] {
  return [
    option('--state <folder>', 'a copy of target/ as it was before', someText('--state')),
    choice('--format <format>', ['markdown', 'json'], 'markdown (default) or json'),
  ];
}

/** Of `docs export`. */
export function exporting(): Option[] {
  const formats = ['mermaid', 'dot', 'json', 'markdown', 'svg'];
  return [choice('--format <format>', formats, 'mermaid (default), dot, json, markdown or svg')];
}

export function showing(): Option[] {
  return [
    option('--sql <query>', 'a query instead of a model; it may use ref and source', someText('--sql')),
    option('--limit <n>', 'how many rows, -1 for all (default: 5)', wholeNumber('--limit', -1)),
    choice('--output <form>', ['table', 'json', 'csv'], 'table, json or csv'),
    waiting(),
  ];
}

export function planning(): Option[] {
  return [
    choice('--output <form>', ['text', 'json'], 'text or json'),
    option('-f, --full-refresh', 'as if everything were to be built from nothing'),
    forcing(),
    waiting(),
  ];
}

export function cleaning(): Option[] {
  return [
    option('--orphans', 'list relations and files that mart made and no model, seed or test stands for; target/ stays'),
    option('--drop', 'drop them: relations in one transaction, then files (with --orphans)'),
    waiting(),
  ];
}

export function listing(): Option[] {
  return [choice('--output <form>', ['name', 'path', 'selector', 'json'], 'name, path, selector or json')];
}

export function generating(): Option[] {
  return [
    option('--start <day>', 'parameter `start`', day('--start')),
    option('--days <n>', 'parameter `days`', wholeNumber('--days', 1)),
    option('--seed <n>', 'parameter `seed`', wholeNumber('--seed', 0)),
    option('--machines <n>', 'parameter `machines`', wholeNumber('--machines', 1)),
    option('--faults <rates>', 'parameter `faults`: duplicates=0.05,nulls=0', rates('--faults')),
    option('--clean', 'parameter `clean`: nothing is damaged'),
    option('--set <key=value...>', 'any other parameter; `a.b=1` is `b` of the parameter `a`'),
  ];
}

/** Of the verb for unit tests. */
export function unitTesting(): Option[] {
  return [
    option('--generate <model>', 'print a unit test made from rows of the warehouse', someText('--generate')),
    option('--from <target>', 'the target whose rows are taken (with --generate)', someText('--from')),
    option('--rows <n>', 'how many rows of each input (with --generate; default: 3)', wholeNumber('--rows', 1)),
  ];
}

function option(flags: string, description: string, read?: (text: string) => unknown): Option {
  const made = new Option(flags, description);
  return read ? made.argParser(read) : made;
}

function choice(flags: string, choices: readonly string[], description: string): Option {
  return option(flags, description, oneOf(flags.split(' ')[0] ?? flags, choices));
}

export function linting(): Option[] {
  return [option('--fix', 'edit the models where a rule knows how, if the engine agrees that nothing else changes')];
}

/** Of the verb that follows columns. */
export function typing(): Option[] {
  return [option('--check', 'write nothing: exit with 1 when the file is not up to date')];
}

export function tracing(): Option[] {
  return [
    option('--up', 'to what the column comes from (the default)'),
    option('--down', 'to what is computed from the column').conflicts('up'),
    option('--depth <n>', 'through so many models (default: all)', wholeNumber('--depth', 1)),
    choice('--output <form>', ['text', 'json', 'mermaid'], 'text, json or mermaid'),
  ];
}
