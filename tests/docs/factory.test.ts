import { vi } from 'vitest';
import { factoryFolder } from './factory-folder.ts';
import { readAlong } from './read-along.ts';

/** Whole builds of the factory, on machines that may have other things to do. */
vi.setConfig({ testTimeout: 300_000 });

readAlong('docs/factory.md', factoryFolder);
