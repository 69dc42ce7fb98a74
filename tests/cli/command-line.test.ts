import { expect, test } from 'vitest';
import { generatorParams, runOptions } from '../../src/cli/command-options.ts';
import { parse } from '../../src/cli/program.ts';
import { readScalar } from '../../src/cli/read-scalar.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { type Diagnostic, DiagnosticError } from '../../src/diagnostics/diagnostic.ts';

function raw(line: string) {
  const request = parse(line.split(' '));
  if (request.kind !== 'verb') throw new Error(`no verb: ${request.text}`);
  return { verb: request.verb.name, argument: request.argument, raw: request.raw };
}

function refused(...args: string[]): Diagnostic {
  try {
    parse(args);
  } catch (error) {
    if (error instanceof DiagnosticError && error.diagnostics[0]) return error.diagnostics[0];
    throw error;
  }
  throw new Error(`accepted: ${args.join(' ')}`);
}

test.each(verbs.map((verb) => verb.name))('every example of `mart %s` is read as that verb', (name) => {
  const verb = verbs.find((one) => one.name === name);
  for (const [line] of verb?.examples ?? []) {
    const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map((one) => one[1] ?? one[2] ?? '');
    const request = parse(words.slice(1));
    expect(request.kind === 'verb' && request.verb.name).toBe(name);
  }
});

test('without flags everything has its default', () => {
  expect(runOptions(raw('build').raw)).toEqual({
    projectDir: '.',
    target: null,
    vars: null,
    threads: null,
    select: [],
    exclude: [],
    selector: null,
    resourceTypes: [],
    excludeResourceTypes: [],
    state: null,
    indirectSelection: null,
    fullRefresh: false,
    force: false,
    atomic: false,
    adopt: false,
    defer: false,
    favorState: false,
    failFast: false,
    empty: false,
    sample: null,
    eventTimeStart: null,
    eventTimeEnd: null,
    restate: null,
    storeFailures: false,
    from: null,
    waitSeconds: 0,
  });
});

test('flags of a run, long and short, before and after the verb', () => {
  const line =
    '-t prod build -f -x --empty --wait 2m -s a +b --select c --exclude d e --resource-type model --resource-type test --threads 8 --project-dir shop --indirect-selection cautious';
  expect(runOptions(raw(line).raw)).toMatchObject({
    target: 'prod',
    projectDir: 'shop',
    threads: 8,
    select: ['a', '+b', 'c'],
    exclude: ['d', 'e'],
    resourceTypes: ['model', 'test'],
    indirectSelection: 'cautious',
    fullRefresh: true,
    failFast: true,
    empty: true,
    waitSeconds: 120,
  });
});

test("dbt's `list` and `--models` are understood", () => {
  const { verb, raw: given } = raw('list --models a b');
  expect([verb, runOptions(given).select]).toEqual(['ls', ['a', 'b']]);
});

test('a query that starts like a flag is a query', () => {
  const request = parse(['show', '--sql', '-- all\nselect 1', '--limit', '-1']);
  expect(request).toMatchObject({ raw: { sql: '-- all\nselect 1', limit: -1 } });
});

test('a word after the verb', () => {
  expect(raw('explain M301').argument).toBe('M301');
  expect(raw('generate').argument).toBeNull();
});

test('parameters of a generator', () => {
  const { raw: given } = raw(
    'generate factory --start 2025-12-01 --days 3 --set rate=0.5 --set zone=a=b --set off=false',
  );
  expect(generatorParams(given, readScalar)).toEqual({
    start: '2025-12-01',
    days: 3,
    rate: 0.5,
    zone: 'a=b',
    off: false,
  });
  expect(() => generatorParams({ set: ['x'] }, readScalar)).toThrow('`--set` takes `key=value`, not `x`');
});

test.each([
  ['010', '010'],
  ['1.5', 1.5],
  ['-3', -3],
  ['1e3', 1000],
  ['true', true],
  ['null', null],
  ['', null],
  ['2025-12-01', '2025-12-01'],
])('the value `%s` is %j', (text, value) => {
  expect(readScalar(text)).toEqual(value);
});

test.each([
  [['biuld'], 'there is no verb `biuld`', 'did you mean `build`?'],
  [['dcos', 'serve'], 'there is no verb `dcos`', 'did you mean `docs`?'],
  [['frobnicate'], 'there is no verb `frobnicate`', '`mart --help` lists the verbs'],
  [
    ['snapshot'],
    'there is no verb `snapshot`',
    'a snapshot is a model with `materialized="scd2"`: `mart run -s model`',
  ],
  [['help', 'biuld'], 'there is no verb `biuld`', 'did you mean `build`?'],
  [['-q'], 'there is no verb', '`mart --help` lists the verbs'],
  [['run', '--ful-refresh'], '`mart run` has no flag `--ful-refresh`', 'did you mean `--full-refresh`?'],
  [['run', '--limit=3'], '`mart run` has no flag `--limit`', '`--limit` belongs to `mart show`'],
  [['run', '--nosuchflag'], '`mart run` has no flag `--nosuchflag`', '`mart run --help` lists the flags'],
  [['--nosuchflag'], '`mart` has no flag `--nosuchflag`', '`mart --help` lists the flags'],
  [['run', 'orders', 'b'], '`mart run` does not take `orders`, `b`', 'to select nodes: `mart run -s orders b`'],
  [['explain', 'a', 'b'], '`mart explain` does not take `b`', '`mart explain --help` says what it takes'],
  [['run', '-t'], '`--target` needs a value', null],
  [['run', '-t', ''], '`--target` is empty', null],
  [['run', '--threads', 'two'], '`--threads` takes a whole number of at least 1, not `two`', null],
  [['run', '--threads', '0'], '`--threads` takes a whole number of at least 1, not `0`', null],
  [['show', '--limit', '-2'], '`--limit` takes a whole number of at least -1, not `-2`', null],
  [['run', '--wait', 'soon'], '`--wait` takes a time like `30s` or `2m`, not `soon`', null],
  [['generate', '--start', '2025-02-30'], '`--start` takes a day like `2025-12-01`, not `2025-02-30`', null],
  [['generate', '--faults', 'nulls'], '`--faults` takes `name=rate`, separated by commas, not `nulls`', null],
  [['generate', '--faults', 'nulls=2'], 'the rate of `nulls` in `--faults` is a number from 0 to 1, not `2`', null],
  [['ls', '--output', 'jsn'], '`--output` cannot be `jsn`', 'did you mean `json`?'],
  [['ls', '--log-format', 'xml'], '`--log-format` cannot be `xml`', 'choose one of `text`, `json`'],
])('%j is refused', (args, message, help) => {
  expect(refused(...args)).toMatchObject({ code: 'M118', severity: 'error', message, help });
});

test.each([[['init', '--port', '1']], [['dev']]])('%j is known and says that it is yet to come', (args) => {
  expect(refused(...args)).toMatchObject({ code: 'M114', message: `\`mart ${args[0]}\` is not yet supported` });
});

test('a verb of two words, and what is wrong with half of one', () => {
  expect(raw('docs export --format dot -s a')).toMatchObject({
    verb: 'docs export',
    raw: { format: 'dot', select: ['a'] },
  });
  expect(refused('docs')).toMatchObject({ code: 'M118', message: '`mart docs` needs one more word' });
  expect(refused('docs', 'exprot')).toMatchObject({
    message: 'there is no verb `docs exprot`',
    help: 'did you mean `export`?',
  });
  expect(refused('docs', 'export', '--formt', 'dot')).toMatchObject({
    message: '`mart docs export` has no flag `--formt`',
    help: 'did you mean `--format`?',
  });
  expect(refused('docs', 'export', '--down').help).toBe('`--down` belongs to `mart lineage`');
});

test('help begins with examples', () => {
  for (const args of [['--help'], [], ['help', 'build'], ['build', '-h'], ['ls', '--help']]) {
    const request = parse(args);
    const text = request.kind === 'text' ? request.text : '';
    expect(text.indexOf('Examples:\n  mart ')).toBeGreaterThan(0);
    expect(text.indexOf('Examples:')).toBeLessThan(text.indexOf('Usage:'));
  }
});

test('the version', () => {
  expect(parse(['build', '--version'])).toEqual({
    kind: 'text',
    text: expect.stringMatching(/^mart \d+\.\d+\.\d+\n$/),
  });
});

test('the size and the damage of what a generator makes', () => {
  const { raw: given } = raw(
    'generate factory --machines 12 --faults duplicates=0.05,nulls=0,late=on --clean --set plant.hours.opens=07:00 --set faults.drift=0.1',
  );
  expect(generatorParams(given, readScalar)).toEqual({
    machines: 12,
    faults: { duplicates: 0.05, nulls: 0, late: true, drift: 0.1 },
    clean: true,
    plant: { hours: { opens: '07:00' } },
  });
});
