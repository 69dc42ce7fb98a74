import { createWriteStream, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { footer, footerLine } from '../../src/cli/footer.ts';
import { output } from '../../src/cli/output.ts';
import { movesOn } from '../../src/cli/style.ts';
import { displayWidth } from '../../src/diagnostics/display-width.ts';
import { plainStyle } from '../../src/diagnostics/style.ts';
import { finished, finishedNode, result, started } from './events.ts';

const running = [
  { name: 'gold.fact_energy', since: 1000 },
  { name: 'gold.dim\u001b[31m_date', since: 2150 },
];

test('how far a run is, and what is running for how long', () => {
  const picture = { done: 7, total: 12, running, progress: null };
  expect(footerLine(picture, 2200, plainStyle)).toBe(
    '  [█████░░░░░] 7/12 · 2 running: gold.fact_energy 1.2s, gold.dim␛[31m_date 0.1s',
  );
  expect(footerLine({ ...picture, running: [] }, 0, { ...plainStyle, ascii: true })).toBe('  [#####-----] 7/12');
});

test('a program that writes files says how far it is, in a run and by itself', () => {
  const progress = { done: 4, total: 40, what: 'days' };
  expect(footerLine({ done: 0, total: 0, running: [], progress }, 0, plainStyle)).toBe('  [█░░░░░░░░░] 4/40 days');
  expect(footerLine({ done: 0, total: 9, running: [], progress }, 0, plainStyle)).toBe(
    '  [░░░░░░░░░░] 0/9 · 4/40 days',
  );
});

test('the line never wraps, in wide letters either', () => {
  const names = Array.from({ length: 30 }, () => ({ name: '鋼板', since: 0 }));
  const line = footerLine({ done: 1, total: 2, running: names, progress: null }, 0, { ...plainStyle, width: 60 });
  expect(displayWidth(line)).toBeLessThan(60);
  expect(line).toMatch(/…$/);
});

test('what is said stands above the line; in the end there is none', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'talk-')), 'stderr');
  const stderr = createWriteStream(file);
  const out = output(createWriteStream('/dev/null'), stderr);
  const { listen } = footer(
    out.live,
    plainStyle,
    () => 100,
    () => 0,
  );
  listen(started());
  await setTimeout(170);
  listen(finishedNode(1, result('orders')));
  out.talk('a finished node');
  listen(finished([]));
  out.talk('OK');
  await out.flush();
  const wiped = '\r\u001b[2K';
  const line = '  [░░░░░░░░░░]';
  expect(readFileSync(file, 'utf8')).toBe(`${wiped}${line} 0/12${wiped}a finished node\n${line} 1/12${wiped}OK\n`);
});

test('a line that no run ends goes away when it is stopped, for good', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'talk-')), 'stderr');
  const out = output(createWriteStream('/dev/null'), createWriteStream(file));
  const { listen, stop } = footer(
    out.live,
    plainStyle,
    () => 100,
    () => 0,
  );
  listen({ type: 'node_progress', at: '', id: 'generator.shop.g', done: 1, total: 2, what: 'days' });
  await setTimeout(170);
  stop();
  out.talk('generated');
  await setTimeout(170);
  await out.flush();
  const [before = '', after] = readFileSync(file, 'utf8').split('\r\u001b[2K').slice(-2);
  expect(before).toMatch(/1\/2 days$/);
  expect(after).toBe('generated\n');
});

test('nothing moves in logs', () => {
  expect(movesOn({ isTTY: true }, {})).toBe(true);
  expect(movesOn({}, {})).toBe(false);
  expect(movesOn({ isTTY: true }, { CI: 'true' })).toBe(false);
  expect(movesOn({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
});
