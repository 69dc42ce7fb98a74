import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintCommand } from '../../src/commands/lint.ts';
import type { SelectionOptions } from '../../src/commands/options.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { offsetAt } from '../../src/source/text.ts';
import { effectsIn } from '../check/support.ts';

const everything: SelectionOptions = {
  select: [],
  exclude: [],
  selector: null,
  resourceTypes: [],
  excludeResourceTypes: [],
  state: null,
  indirectSelection: null,
};

/** Lints a folder in this process. */
export function lintIn(
  folder: string,
  { fix = false, select = [] as readonly string[], build = null as string | null } = {},
) {
  const options = { projectDir: '.', target: null, vars: null, threads: null, ...everything, select, fix };
  return lintCommand(options, effectsIn(folder, build));
}

/** The text that a finding underlines. */
export function underlined({ labels }: Diagnostic, folder: string): string {
  const span = labels[0]?.span;
  if (!span) return '';
  const text = readFileSync(join(folder, span.file), 'utf8');
  const [from, to] = [span.start, span.end].map(({ line, column }) => offsetAt(text, line, column));
  return text.slice(from, to);
}

/** `select-star models/a.sql:1:8 a star makes …` */
export function told({ message, labels }: Diagnostic): string {
  const { file = '', start = { line: 0, column: 0 } } = labels[0]?.span ?? {};
  const [, said = '', rule = ''] = /^(.*) \(([a-z-]+)\)$/.exec(message) ?? [];
  return `${rule} ${file}:${start.line}:${start.column} ${said}`;
}
