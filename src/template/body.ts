import type { ContentStatement, MustacheStatement, PartialCall, Program, Statement } from './ast.ts';
import { blockRuns } from './blocks.ts';
import { callPlace, hasArguments } from './calls.ts';
import { callValue } from './evaluate.ts';
import type { Frame } from './frame.ts';
import { inlineName, withInlines } from './inlines.ts';
import { jinjaText } from './jinja.ts';
import { jinjaMessage } from './parse-problem.ts';
import { partialRun } from './partials.ts';
import { failed, kindOf, report } from './problems.ts';
import type { Rendering } from './rendering.ts';
import { createWriter, isLineBlank, writeIndented, writeValue, writeVerbatim } from './writer.ts';

/** Writes what a program says. */
export function renderProgram(rendering: Rendering, outer: Frame, program: Program): void {
  const frame = withInlines(outer, program);
  for (const [index, statement] of program.body.entries()) {
    if (rendering.stopped) return;
    renderStatement(rendering, frame, statement);
    if (isPartial(statement)) endLine(rendering, frame, statement, program.body[index + 1]);
  }
}

function isPartial(statement: Statement): statement is PartialCall {
  return statement.type === 'PartialStatement' || statement.type === 'PartialBlockStatement';
}

/**
 * Handlebars takes the line break after a partial that stands alone on its line. Where the partial does not end with
 * one, that would glue its last word to the next line's first, so the break is put back.
 */
function endLine(rendering: Rendering, frame: Frame, partial: PartialCall, next: Statement | undefined): void {
  if (next?.type !== 'ContentStatement' || !next.rightStripped) return;
  const strip = partial.type === 'PartialStatement' ? partial.strip : partial.closeStrip;
  const taken = strip?.close ? null : /^[ \t]*(\r?\n)/.exec(next.original);
  if (!taken?.[1] || isLineBlank(rendering.writer)) return;
  const from = next.loc.from + taken[0].length - taken[1].length;
  writeVerbatim(rendering.writer, taken[1], frame.file.path, from);
}

function renderStatement(rendering: Rendering, frame: Frame, statement: Statement): void {
  switch (statement.type) {
    case 'ContentStatement':
      renderContent(rendering, frame, statement);
      break;
    case 'MustacheStatement':
      renderMustache(rendering, frame, statement);
      break;
    case 'BlockStatement':
      for (const run of blockRuns(rendering, frame, statement)) renderProgram(rendering, run.frame, run.program);
      break;
    case 'PartialStatement':
    case 'PartialBlockStatement':
      renderPartial(rendering, frame, statement);
      break;
    case 'DecoratorBlock':
      if (inlineName(statement) !== null) break;
      report(rendering, frame, 'M205', 'an inline partial is `{{#*inline "name"}}…{{/inline}}`', statement.path.loc);
      break;
    case 'Decorator':
      report(rendering, frame, 'M203', `unknown decorator \`${statement.path.original}\``, statement.path.loc);
      break;
    case 'CommentStatement':
      break;
  }
}

function renderContent(rendering: Rendering, frame: Frame, statement: ContentStatement): void {
  const { value, loc } = statement;
  const from = loc.from + strippedBefore(statement);
  writeVerbatim(rendering.writer, value, frame.file.path, from);
  if (!value.includes('{%') && !value.includes('{#')) return;
  for (const { place, help } of jinjaText(value)) {
    const shifted = { from: from + place.from, to: from + place.to };
    report(rendering, frame, 'M201', jinjaMessage, shifted, { label: 'Jinja', help });
  }
}

/** How many characters whitespace control took from the start. */
function strippedBefore({ value, original, leftStripped, rightStripped }: ContentStatement): number {
  if (!rightStripped) return 0;
  if (!leftStripped) return original.length - value.length;
  const first = value.search(/\S/);
  if (first >= 0) return original.search(/\S/) - first;
  return /^[ \t]*\r?\n?/.exec(original)?.[0].length ?? 0;
}

function renderMustache(rendering: Rendering, frame: Frame, statement: MustacheStatement): void {
  const value = callValue(rendering, frame, statement);
  if (value === failed) return;
  const text = textOf(value);
  if (text !== null) {
    const { from, to } = statement.loc;
    writeValue(rendering.writer, text, { file: frame.file.path, from, to });
    return;
  }
  const place = callPlace(statement);
  const written = frame.file.text.slice(place.from, place.to);
  const argument = hasArguments(statement) ? `(${written})` : written;
  report(rendering, frame, 'M205', `\`${written}\` is ${kindOf(value)}, which has no text`, place, {
    label: 'cannot be printed',
    help: `write \`{{lit ${argument}}}\` for an SQL literal`,
  });
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : null;
}

function renderPartial(rendering: Rendering, frame: Frame, statement: PartialCall): void {
  const run = partialRun(rendering, frame, statement);
  if (!run) return;
  const indent = statement.type === 'PartialStatement' ? statement.indent : undefined;
  if (!indent) {
    renderProgram(rendering, run.frame, run.program);
    return;
  }
  const outer = rendering.writer;
  const inner = createWriter();
  rendering.writer = inner;
  renderProgram(rendering, run.frame, run.program);
  rendering.writer = outer;
  writeIndented(outer, inner, indent, frame.file.path, statement.loc.from - indent.length);
}
