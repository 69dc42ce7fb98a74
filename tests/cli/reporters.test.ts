import { expect, test } from 'vitest';
import type { Manner } from '../../src/cli/reporter.ts';
import { githubReporter, inRepository } from '../../src/cli/reporter-github.ts';
import { jsonReporter } from '../../src/cli/reporter-json.ts';
import { textReporter } from '../../src/cli/reporter-text.ts';
import { diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { plainStyle } from '../../src/diagnostics/style.ts';
import type { NodeResult } from '../../src/nodes/result.ts';
import type { RunEvent } from '../../src/run/events.ts';
import { finished, finishedNode, kept, result, started } from './events.ts';

const sql = 'select\n  custmer_id\nfrom orders\n';
const manner: Manner = { quiet: false, verbose: false, debug: false, readText: () => sql, again: '' };

const wrong = diagnostic('M301', 'no column `custmer_id`', {
  labels: [
    {
      span: { file: 'models/silver/batches.sql', start: { line: 2, column: 3 }, end: { line: 2, column: 13 } },
      text: 'no such column',
    },
  ],
  node: 'batches',
});

const results: readonly NodeResult[] = [
  result('production_batches', {
    relation: 'bronze.production_batches',
    kind: 'incremental',
    rows: 312,
    files: 10,
  }),
  result('sensor_logs', { relation: 'bronze.sensor_logs', rows: 1430, seconds: 61.2 }),
  result('test:not_null_x', { resource: 'test', kind: 'test', status: 'pass', failures: 0 }),
  result('test:recent', { resource: 'test', kind: 'test', status: 'warn', failures: 3, message: '3 bad rows' }),
  result('machines', { relation: 'gold.machines', kind: 'view' }),
  result('batches', { relation: 'silver.batches', status: 'error', seconds: 0.03, diagnostics: [wrong] }),
  result('fact_production', {
    relation: 'gold.fact_production',
    status: 'skipped',
    message: 'skipped: batches failed',
  }),
  result('test:unique_fact', { resource: 'test', kind: 'test', status: 'skipped', message: 'skipped: batches failed' }),
];

function told(of: readonly RunEvent[], over: Partial<Manner> = {}, style = plainStyle): string {
  const out = kept();
  const reporter = textReporter(out, style, { ...manner, ...over });
  for (const event of of) reporter.listen(event);
  return out.text();
}

function stream(of: readonly NodeResult[], over: Parameters<typeof started>[0] = {}, interrupted = false): RunEvent[] {
  return [started(over), ...of.map((one, index) => finishedNode(index + 1, one)), finished(of, interrupted)];
}

test('a build that fails: lines, the frame at once, the failure again, the next command', () => {
  expect(told(stream(results))).toBe(`\
mart 0.1  project=factory  target=dev  threads=4  select=+fact_production
 ✓  1/12  bronze.production_batches     incremental  +312 rows (10 files)      0.08s
 ✓  2/12  bronze.sensor_logs            table        1,430 rows               1m 01s
 !  4/12  test:recent                   test         3 bad rows                0.08s
 ✓  5/12  gold.machines                 view                                   0.08s
 ✗  6/12  silver.batches                table                                  0.03s
error[M301]: no column \`custmer_id\`
 --> models/silver/batches.sql:2:3
  |
2 |   custmer_id
  |   ^^^^^^^^^^ no such column
  |

 ⊘  7/12  gold.fact_production          skipped: batches failed

✗ silver.batches  models/silver/batches.sql:2:3: error[M301]: no column \`custmer_id\`
FAILED  3 ok · 1 error · 1 skipped · 1 test passed · 1 test warned · 1 test skipped · 0.4s     next: mart retry`);
});

test('a build that goes well', () => {
  const text = told(stream(results.slice(0, 3), { selection: null }));
  expect(text).toContain('mart 0.1  project=factory  target=dev  threads=4\n');
  expect(text.split('\n').at(-1)).toBe('OK  2 ok · 1 test passed · 0.4s');
});

test('a warning of something that has no line of its own is shown and counted', () => {
  const empty = diagnostic('M509', 'no file matches', { severity: 'warning', node: 'source:a.b' });
  const text = told(stream([result('source:a.b', { status: 'no-op', resource: 'source', diagnostics: [empty] })]));
  expect(text).toContain('warning[M509]: no file matches');
  expect(text.split('\n').at(-1)).toBe('OK  1 warning · 0.4s');
  expect(told(stream([result('x', { diagnostics: [empty] })]), { quiet: true })).toBe('');
});

test('`mart test` shows a line for each test', () => {
  expect(told(stream(results.slice(2, 4), { verb: 'test' }))).toContain(' ✓  1/12  test:not_null_x');
});

test('nothing to do', () => {
  expect(told(stream([])).split('\n').at(-1)).toBe('OK  nothing to do · 0.4s');
});

test('an interrupted run says so and how to go on', () => {
  expect(
    told(stream(results.slice(0, 1), {}, true))
      .split('\n')
      .at(-1),
  ).toBe('INTERRUPTED  1 ok · 0.4s     next: mart retry');
});

test('the next command repeats where the project is', () => {
  expect(told(stream(results), { again: ' --project-dir shop' })).toMatch(/next: mart retry --project-dir shop$/);
});

test('quiet: errors only, nothing when all is well', () => {
  expect(told(stream(results.slice(0, 5)), { quiet: true })).toBe('');
  const text = told(stream(results), { quiet: true });
  expect(text).toContain('error[M301]');
  expect(text).not.toMatch(/✓|⊘|mart 0\.1/);
});

test('verbose: also the tests that pass and what is up to date', () => {
  const all = [
    ...results.slice(0, 3),
    result('old', { status: 'reused' }),
    result('x', { status: 'no-op', kind: 'source' }),
  ];
  const text = told(stream(all), { verbose: true });
  expect(text).toContain('✓  3/12  test:not_null_x');
  expect(text).toMatch(/4\/12 {2}old +table +reused/);
  expect(told(stream(all))).not.toMatch(/not_null_x|old/);
});

test('a dumb terminal gets words instead of signs', () => {
  const text = told(stream(results), {}, { ...plainStyle, ascii: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII
  expect(text).toMatch(/^[\u0000-\u007f]*$/);
  expect(text).toContain(' FAIL  6/12  silver.batches');
  expect(text).toContain('FAILED  3 ok, 1 error, 1 skipped');
});

test('long names stay whole, and the lines after them aligned', () => {
  const long = `gold.${'a_long_name_'.repeat(6)}`;
  const text = told(stream([result('x', { relation: long }), result('y', { relation: 'gold.short' })]));
  expect(text).toContain(`${long}  table`);
  expect(text).toContain(`gold.short${' '.repeat(18)}  table`);
});

test('all lines of a run are aligned from the first one on', () => {
  const text = told(stream([result('x', { relation: 'gold.short' })], { longestName: 36 }));
  expect(text).toContain(`gold.short${' '.repeat(26)}  table`);
  const cut = told(stream([result('x', { relation: 'gold.short' })], { longestName: 200 }));
  expect(cut).toContain(`gold.short${' '.repeat(38)}  table`);
});

test('what is left out is told as it was typed', () => {
  expect(told(stream([], { selection: '--exclude tag:slow' }))).toContain('threads=4  --exclude tag:slow\n');
});

test('names and messages from elsewhere cannot steer the terminal', () => {
  const bad = result('x\u001b[2J', { status: 'fail', resource: 'test', message: 'bad \u001b]0;title\u0007\nrow' });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
  expect(told(stream([bad], { project: 'p\u001b[1m' }))).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
});

test('at most twenty findings of a run are shown, the rest is a number', () => {
  const failed = Array.from({ length: 34 }, (_, n) =>
    result(`m${n}`, { status: 'error', diagnostics: [diagnostic('M511', `wrong ${n}`, { node: `m${n}` })] }),
  );
  const text = told(stream(failed));
  expect(text.match(/^error\[M511\]/gm)).toHaveLength(20);
  expect(text.match(/… and 14 more/g)).toHaveLength(2);
});

test('an error after many warnings is shown whole', () => {
  const warned = Array.from({ length: 25 }, (_, n) =>
    result(`w${n}`, { diagnostics: [diagnostic('M508', `left out ${n}`, { severity: 'warning' })] }),
  );
  const failed = result('m', {
    status: 'error',
    diagnostics: [diagnostic('M503', 'wrong', { notes: ['the reason'] })],
  });
  const text = told(stream([...warned, failed]));
  expect(text.match(/^warning\[M508\]/gm)).toHaveLength(20);
  expect(text).toContain('error[M503]: wrong\n  = note: the reason');
  expect(text).toContain('… and 5 more');
});

test('a bug’s stack is for those who ask', () => {
  const bug = diagnostic('M901', 'x is not a function', { notes: ['TypeError: x\n    at y (z.ts:1:1)', 'kept'] });
  const failed = [result('m', { status: 'error', diagnostics: [bug] })];
  expect(told(stream(failed))).not.toContain('z.ts');
  expect(told(stream(failed))).toContain('= note: kept');
  expect(told(stream(failed), { debug: true })).toContain('at y (z.ts:1:1)');
});

test('what a verb leaves: notes, then findings and how many errors they are', () => {
  const out = kept();
  const reporter = textReporter(out, plainStyle, manner);
  reporter.finish({
    notes: ['compiled 3 nodes'],
    diagnostics: [diagnostic('M401', 'a'), diagnostic('M402', 'b'), diagnostic('M407', 'c', { severity: 'warning' })],
  });
  expect(out.text()).toBe('compiled 3 nodes\nerror[M401]: a\n\nerror[M402]: b\n\nwarning[M407]: c\n\nFAILED  2 errors');
});

test('as JSON each line is an object; findings are lines with the keys of a diagnostic', () => {
  const out = kept();
  const reporter = jsonReporter(out, () => new Date(0), manner);
  for (const event of stream(results)) reporter.listen(event);
  reporter.finish({ notes: ['done'], diagnostics: [diagnostic('M407', 'nothing', { severity: 'warning' })] });
  const lines = out
    .text()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map((line) => line.type)).toEqual([
    'run_started',
    ...Array(5).fill('node_finished'),
    'diagnostic',
    ...Array(3).fill('node_finished'),
    'run_finished',
    'note',
    'diagnostic',
  ]);
  const { type: _, at: __, ...found } = lines[6] ?? {};
  expect(found).toEqual(wrong);
  expect(lines[9]).toMatchObject({ index: 8, result: { name: 'test:unique_fact', status: 'skipped' } });
  expect(lines[10]).toMatchObject({ statuses: { success: 3, pass: 1, warn: 1, error: 1, skipped: 2 } });
});

test('quiet JSON is errors only', () => {
  const out = kept();
  const reporter = jsonReporter(out, () => new Date(0), { ...manner, quiet: true });
  for (const event of stream(results)) reporter.listen(event);
  reporter.finish({ notes: ['done'], diagnostics: [] });
  expect(out.text().split('\n')).toHaveLength(2);
});

test('annotations come at the end, each cause once, with paths of the repository', () => {
  const out = kept();
  const reporter = githubReporter(out, inRepository('/repo/shop', '/repo'));
  for (const event of stream(results)) reporter.listen(event);
  expect(out.text()).toBe('');
  reporter.finish({ notes: [], diagnostics: [wrong] });
  expect(out.text()).toBe(
    '::error file=shop/models/silver/batches.sql,line=2,col=3,title=M301::no column `custmer_id`',
  );
});

test('a failure without a finding is annotated with its name', () => {
  const out = kept();
  const reporter = githubReporter(out, (file) => file);
  reporter.listen(finishedNode(1, result('test:t', { resource: 'test', status: 'fail', message: null })));
  reporter.finish({ notes: [], diagnostics: [] });
  expect(out.text()).toBe('::error title=M601::test:t failed');
});
