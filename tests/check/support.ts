import { openDuckDB } from '../../src/adapters/duckdb/open.ts';
import type { Checked } from '../../src/check/checked.ts';
import { openCheck } from '../../src/commands/check-project.ts';
import type { Effects } from '../../src/commands/effects.ts';
import { load } from '../../src/commands/load.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { displayName } from '../../src/nodes/node.ts';

/** The world of a command that prints nothing; `build` null remembers nothing. */
export function effectsIn(cwd: string, build: string | null = null): Effects {
  return {
    cwd,
    env: {},
    build,
    version: '0',
    now: new Date('2026-01-02T03:04:05Z'),
    clock: () => performance.now(),
    invocation: '00000000-0000-0000-0000-000000000000',
    listen: () => {},
    say: () => {},
    signal: new AbortController().signal,
    openAdapter: openDuckDB,
  };
}

/** What a check of the whole project found, by the names that people use. */
export async function checkedIn(folder: string, build: string | null = null) {
  const effects = effectsIn(folder, build);
  const loaded = await load({ projectDir: '.', target: null, vars: null, threads: null }, effects);
  if (loaded.diagnostics.some(({ severity }) => severity === 'error')) {
    throw new Error(loaded.diagnostics.map(said).join('\n'));
  }
  const open = openCheck(loaded, effects, null);
  try {
    return named(loaded, await open.check(new Set(loaded.manifest.nodes.keys())));
  } finally {
    await open.close();
  }
}

function named({ manifest }: Awaited<ReturnType<typeof load>>, checked: Checked) {
  const byName = <T, U>(all: ReadonlyMap<string, T>, shown: (value: T) => U): Record<string, U> =>
    Object.fromEntries(
      [...all].map(([id, value]) => {
        const node = manifest.nodes.get(id);
        return [node ? displayName(node) : id, shown(value)];
      }),
    );
  return {
    columns: byName(checked.columns, (all) => all.map(({ name, type }) => `${name} ${type}`).join(', ')),
    refused: byName(checked.refused, (all) => all.map(said)),
    unchecked: byName(checked.unchecked, (reason) => reason),
    diagnostics: checked.diagnostics.map(said),
  };
}

/** `M301 models/a.sql:1:8 message | help` */
function said({ code, message, labels, help }: Diagnostic): string {
  const span = labels[0]?.span;
  const place = span ? ` ${span.file}:${span.start.line}:${span.start.column}` : '';
  return `${code}${place} ${message}${help === null ? '' : ` | ${help}`}`;
}
