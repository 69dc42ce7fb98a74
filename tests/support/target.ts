import type { Target } from '../../src/nodes/manifest.ts';

/** A target as a project.yml that says only the path gives it, with one thread; `more` is what a test says beside it. */
export function plainTarget(path: string, more: Partial<Target> = {}): Target {
  return {
    name: 'dev',
    type: 'duckdb',
    path,
    schema: 'main',
    schemaPrefix: false,
    threads: 1,
    reuse: [],
    settings: {},
    ...more,
  };
}
