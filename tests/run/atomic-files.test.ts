import { expect, it } from 'vitest';
import { mart } from '../cli/mart.ts';
import { project, write } from '../support/projects.ts';

const rates = (rows: number) => ({
  'seeds/rates.csv': `id,v\n${Array.from({ length: rows }, (_, at) => `${at},${at % 3}`).join('\n')}\n`,
});

it('files of an atomic run that was committed stay, also when nobody could look whether it was', async () => {
  const folder = project({
    ...rates(30),
    'models/parts.sql':
      '{{config materialized="external" location="out/parts" partition_by="v" incremental_strategy="insert_overwrite"}}select id, v from {{ref "rates"}}{{#if is_incremental}} where v <> 1{{/if}}',
  });
  expect(await mart(['build', '-q'], folder)).toMatchObject({ exit: 0 });
  write(folder, rates(60));
  const broken = await mart(['build', '-q', '--atomic', '--full-refresh'], folder, {
    MART_FAILPOINT: 'after atomic commit:throw',
  });
  expect(broken.exit).toBe(1);
  expect(await mart(['build', '-q', '--atomic'], folder)).toMatchObject({ exit: 0, stderr: '' });
  const { stdout } = await mart(['show', '-q', '--output', 'json', '--sql', 'select count(*) as n from parts'], folder);
  expect(JSON.parse(stdout)).toEqual([{ n: 60 }]);
});
