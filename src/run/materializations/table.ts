import { runCode } from '../../check/send.ts';
import { type Build, type Built, makeRoom } from './build.ts';
import { distinctNames } from './columns.ts';

export async function buildTable(build: Build): Promise<Built> {
  const { session, relation, code } = build;
  await makeRoom(session, relation, build.existing, 'table');
  const rows = await runCode(session, `create or replace table ${relation} as\n`, code);
  await distinctNames(build, relation);
  return { kind: 'table', rows };
}
