import type { Code } from '../../src/diagnostics/codes.ts';

/** Codes that have a page before anything reports them. One that is reported has no business here. */
export const waiting: readonly Code[] = [];
