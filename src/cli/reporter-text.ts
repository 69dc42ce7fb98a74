import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderAll, shownAtOnce } from '../diagnostics/render-all.ts';
import { sanitise } from '../diagnostics/sanitise.ts';
import type { Style } from '../diagnostics/style.ts';
import { hasFailed, type NodeResult } from '../nodes/result.ts';
import { counted } from './figures.ts';
import type { Output } from './output.ts';
import { reportText } from './report-text.ts';
import { type Manner, type Reporter, withoutStack } from './reporter.ts';
import { firstWidths, headerLine, nodeLine, widened, widthsFor } from './run-lines.ts';
import { eachTimeLine, failureLines, hasBad, isTest, summaryLine } from './summary.ts';

/** Talks to people: a line for each finished node that is worth one, findings as frames, a summary. */
export function textReporter(output: Output, style: Style, manner: Manner): Reporter {
  const { quiet, verbose } = manner;
  let verb = '';
  let widths = firstWidths;
  const frames = { error: 0, other: 0 };
  let unshown = 0;
  let warnings = 0;
  /** Whether the last thing said was a frame, which ends with an empty line. */
  let apart = false;

  const line = (text: string): void => {
    output.talk(text);
    apart = false;
  };

  /** Findings at once, as long as they are few: warnings before an error do not take its place. */
  const show = (found: readonly Diagnostic[]): void => {
    const worth = found.filter(({ severity }) => !quiet || severity === 'error');
    const now = worth.filter(({ severity }) => frames[severity === 'error' ? 'error' : 'other']++ < shownAtOnce);
    unshown += worth.length - now.length;
    const plain = now.map((one) => withoutStack(one, manner.debug));
    if (plain.length === 0) return;
    output.talk(`${renderAll(plain, manner.readText, style)}\n`);
    apart = true;
  };

  const isWorthALine = (result: NodeResult): boolean => {
    if (hasFailed(result.status)) return true;
    if (quiet) return false;
    if (verbose || result.status === 'warn') return true;
    if (result.status === 'no-op') return verb === 'clone';
    if (result.status === 'reused') return false;
    return !isTest(result) || verb === 'test' || verb === 'unit-test';
  };

  const say = (note: string): void => {
    if (!quiet) output.talk(sanitise(note));
  };

  return {
    say,
    listen: (event) => {
      switch (event.type) {
        case 'run_started':
          verb = event.verb;
          widths = widthsFor(event.longestName);
          if (!quiet) line(headerLine(event, style));
          return;
        case 'node_finished': {
          const { result, index, total } = event;
          if (!isTest(result)) warnings += result.diagnostics.filter(isWarning).length;
          if (isWorthALine(result)) {
            widths = widened(widths, result);
            line(nodeLine(result, index, total, widths, style));
          }
          show(result.diagnostics);
          return;
        }
        case 'diagnostic':
          if (isWarning(event.diagnostic)) warnings++;
          show([event.diagnostic]);
          return;
        case 'report':
          if (quiet) return;
          output.talk(`${apart ? '' : '\n'}${reportText(event.report, style)}\n`);
          apart = true;
          return;
        case 'built_each_time':
          if (!quiet) line(style.dim(eachTimeLine(event.nodes, verbose ? event.nodes.length : 3)));
          return;
        case 'run_finished': {
          const { results, interrupted, seconds } = event;
          if (unshown > 0) line(`${apart ? '' : '\n'}${style.ascii ? '...' : '…'} and ${unshown} more`);
          if (quiet && !interrupted && !hasBad(results)) return;
          const failures = failureLines(results, style);
          if (failures.length > 0) line(`${apart ? '' : '\n'}${failures.join('\n')}`);
          line(summaryLine({ results, interrupted, seconds, warnings, next: nextOf(verb, manner.again) }, style));
          return;
        }
        default:
          return;
      }
    },
    finish: ({ notes, diagnostics }) => {
      for (const note of notes) say(note);
      const worth = diagnostics.filter(({ severity }) => !quiet || severity === 'error');
      if (worth.length === 0) return;
      const plain = worth.map((one) => withoutStack(one, manner.debug));
      output.talk(renderAll(plain, manner.readText, style));
      const errors = worth.filter(({ severity }) => severity === 'error').length;
      if (errors > 1) output.talk(`\n${style.strong(style.error('FAILED'))}  ${counted(errors, 'error')}`);
    },
  };
}

/** What to type when it went wrong; only what the ledger keeps can be taken up. */
function nextOf(verb: string, again: string): string {
  if (verb === 'source freshness') return '';
  return `mart ${verb === 'unit-test' ? verb : 'retry'}${again}`;
}

function isWarning({ severity }: Diagnostic): boolean {
  return severity === 'warning';
}
