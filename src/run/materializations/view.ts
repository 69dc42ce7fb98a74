import { runCode } from '../../check/send.ts';
import { type Build, type Built, makeRoom } from './build.ts';
import { distinctNames } from './columns.ts';

export async function buildView(build: Build): Promise<Built> {
  const { session, relation, code } = build;
  await makeRoom(session, relation, build.existing, 'view');
  await runCode(session, `create or replace view ${relation} as\n`, code);
  await distinctNames(build, relation);
  return { kind: 'view', rows: null };
}
