import { randomUUID } from 'node:crypto';
import { openDuckDB } from '../../src/adapters/duckdb/open.ts';
import { compiledSql } from '../../src/commands/compiled-sql.ts';
import type { Effects } from '../../src/commands/effects.ts';
import { load } from '../../src/commands/load.ts';
import type { Loaded } from '../../src/commands/loaded.ts';
import { show } from '../../src/commands/show.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { build } from '../../src/index.ts';
import type { Model } from '../../src/nodes/node.ts';
import { project } from '../support/projects.ts';

/** A seed of batches and its declaration; `files` are added. */
export function plant(files: Readonly<Record<string, string>>): string {
  return project({
    'seeds/batches.csv': 'batch_id,machine,produced\nb1,m1,10\nb2,m1,\nb3,m2,30\n',
    ...files,
  });
}

/** `model(config, query)` as the default export of a file. */
export function file(config: string, query: string): string {
  return `import { model, sql } from 'duckmart';\n\nexport default model(${config}, ${query});\n`;
}

export function effects(cwd: string, env: Record<string, string> = {}, remembers: string | null = null): Effects {
  return {
    cwd,
    env,
    build: remembers,
    version: '0',
    now: new Date('2025-12-03T06:00:00Z'),
    clock: () => performance.now(),
    invocation: randomUUID(),
    listen: () => {},
    say: () => {},
    signal: new AbortController().signal,
    openAdapter: openDuckDB,
  };
}

export const everywhere = { projectDir: '.', target: null, vars: null, threads: null };

export function loaded(folder: string, vars: string | null = null, env: Record<string, string> = {}): Promise<Loaded> {
  return load({ ...everywhere, vars }, effects(folder, env));
}

export function modelOf({ manifest }: Loaded, name: string): Model {
  const found = [...manifest.nodes.values()].find((node) => node.resource === 'model' && node.name === name);
  if (found?.resource !== 'model') throw new Error(`no model ${name}`);
  return found;
}

export async function sqlOf(folder: string, name: string, vars: string | null = null): Promise<string> {
  const project = await loaded(folder, vars);
  const problems = told(project.diagnostics);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return compiledSql(project.manifest, modelOf(project, name));
}

/** `M401 models/a.ts:3:5-13 message`, a line each. */
export function told(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, message, labels: [label] }) => {
    const { file: path, start, end } = label?.span ?? { file: '?', start: { line: 0, column: 0 }, end: { column: 0 } };
    return `${code} ${path}:${start.line}:${start.column}-${end.column} ${message}`;
  });
}

export async function problems(
  files: Readonly<Record<string, string>>,
  vars: string | null = null,
): Promise<readonly string[]> {
  return told((await loaded(plant(files), vars)).diagnostics);
}

/** Builds; every finding. */
export async function built(folder: string): Promise<readonly string[]> {
  const { diagnostics } = await build(folder);
  return told(diagnostics);
}

/** The rows of a node. */
export async function rowsOf(folder: string, node: string): Promise<unknown> {
  const done = await show(
    {
      ...everywhere,
      select: [],
      exclude: [],
      selector: null,
      resourceTypes: [],
      excludeResourceTypes: [],
      state: null,
      indirectSelection: null,
      sql: `select * from {{ref "${node}"}} order by all`,
      limit: -1,
      output: 'json',
      waitSeconds: 0,
    },
    effects(folder),
  );
  return JSON.parse(done.stdout);
}
