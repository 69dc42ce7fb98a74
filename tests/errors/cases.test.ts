import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { type Code, codes } from '../../src/diagnostics/codes.ts';
import { readPage } from './page.ts';
import { typed } from './shop.ts';
import { waiting } from './waiting.ts';

/** What cannot be brought about by typing commands in a project, and why. Their tests are elsewhere. */
const told: Partial<Record<Code, string>> = {
  M120: 'needs a disk that refuses',
  M417: 'needs a second process at the same moment',
  M504: 'needs a second process at the same moment',
  M560: 'needs a port that another program has',
  M512: 'needs a signal at the right moment',
  M524: 'needs a file that is written at the same moment',
  M536: 'needs an engine that says what is not so',
  M901: 'needs a bug',
};

/** Codes that only warn: the command goes on and exits 0. */
const warnings: readonly Code[] = [
  'M311',
  'M312',
  'M313',
  'M407',
  'M417',
  'M508',
  'M510',
  'M518',
  'M521',
  'M522',
  'M527',
  'M528',
  'M529',
  'M530',
  'M701',
  'M702',
  'M703',
  'M704',
  'M705',
  'M706',
  'M707',
  'M708',
  'M709',
  'M711',
];
/** Codes that name wrong use of the program. */
const wrongUse: readonly Code[] = ['M101', 'M109', 'M114', 'M117', 'M118', 'M406', 'M409', 'M416'];

function exitOf(code: Code): number {
  if (warnings.includes(code)) return 0;
  return wrongUse.includes(code) ? 2 : 1;
}

/** Golden texts are written when a person asks for it, who reads the difference; never where tests judge. */
const mayWrite = process.env.WRITE_GOLDEN === '1' && !process.env.CI;

for (const code of Object.keys(codes) as Code[]) {
  if (waiting.includes(code)) continue;
  const page = readPage(code);
  if (told[code] !== undefined) {
    test(`${code} is only told: ${told[code]}`, () => {
      expect(page.bad.runs).toBe(false);
    });
    continue;
  }

  test(`${code}: the bad example is refused word for word, the good one is accepted`, async () => {
    const [bad, good] = await Promise.all([typed(page.bad), typed(page.good)]);
    const golden = `tests/errors/cases/${code}/output/terminal.txt`;
    if (mayWrite) {
      mkdirSync(dirname(golden), { recursive: true });
      writeFileSync(golden, bad.text);
    }
    expect.soft(bad.text).toContain(`[${code}]`);
    expect.soft(bad.text).not.toContain('[M901]');
    expect.soft(bad.exit, bad.text).toBe(exitOf(code));
    expect.soft(bad.text).toBe(existsSync(golden) ? readFileSync(golden, 'utf8') : `${golden} is missing`);
    expect.soft(good.text).not.toMatch(/(?:error|warning)\[/);
    expect.soft(good.exit, good.text).toBe(0);
  });
}
