import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mart } from '../cli/mart.ts';
import { built, byHand, rowsOf } from '../reuse/runs.ts';
import { project } from '../support/projects.ts';

const sources = `sources:
  - name: landing
    tables:
      - name: sums
        files: landing/*.parquet
        format: parquet
        columns: [{ name: id, data_type: bigint }, { name: day, data_type: date }]
`;

it.each(['table', 'incremental'])(
  'files of a %s that differ in their types are each read in their own',
  async (kind) => {
    const folder = project({
      'landing/kept': '',
      'models/sources.yml': sources,
      'models/sums.sql': `{{config materialized="${kind}"}}select *, _source_file, _source_row from {{source "landing" "sums"}}`,
    });
    const to = (name: string) => `to '${join(folder, 'landing', name)}' (format parquet)`;
    await byHand(
      folder,
      `copy (select 9007199254740993::bigint as id, date '2025-12-01' as day) ${to('a.parquet')}`,
      `copy (select 2.0::double as id, date '2025-12-02' as day union all select 3.0, null) ${to('b.parquet')}`,
      `copy (select 4 as id, date '2025-12-04' as day, 'more' as word) ${to('c.parquet')}`,
      `copy (select 9007199254740995::bigint as id, date '2025-12-05' as day) ${to('d.parquet')}`,
    );
    expect(Object.values(await built(folder))).toEqual(['success']);
    const wanted = [
      { id: 2, day: '2025-12-02', row: 1 },
      { id: 3, day: null, row: 2 },
      { id: 4, day: '2025-12-04', row: 1 },
      { id: 9007199254740993n, day: '2025-12-01', row: 1 },
      { id: 9007199254740995n, day: '2025-12-05', row: 1 },
    ];
    expect(await rowsOf(folder, 'select id, day, _source_row as row from sums order by id')).toEqual(wanted);
    const shown = await mart(
      [
        'show',
        '-q',
        '--output',
        'json',
        '--limit',
        '-1',
        '--sql',
        'select max(id) as most from {{source "landing" "sums"}}',
      ],
      folder,
    );
    expect(shown.stdout).toContain('9007199254740995');
  },
);
