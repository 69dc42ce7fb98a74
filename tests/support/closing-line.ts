import type { Reporter, TestModule } from 'vitest/node';
import { leavesOutPages, withoutChromium } from './chromium.ts';

/** Closes a run with one plain line: `N passed, N failed`. A file that could not be run counts as one failure. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      const before = failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        if (state === 'failed' || state === 'pending') failed++;
      }
      if (module.state() === 'failed' && failed === before) failed++;
    }
    if (leavesOutPages) process.stdout.write(`\nNOT RUN: tests/**/*.browser.test.ts; ${withoutChromium}\n`);
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  }
}
