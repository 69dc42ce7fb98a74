import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mart } from '../cli/mart.ts';
import { copyOfFactory, PARTS } from './factory-project.ts';

test('the factory is lint clean', async () => {
  const folder = copyOfFactory([...PARTS, 'generators']);
  try {
    const { stderr, exit } = await mart(['lint'], folder);
    expect(stderr).toMatch(/^CLEAN {2}\d+ linted · [\d.]+s\n$/);
    expect(exit).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
