import { expect } from 'vitest';
import type { SourceText } from '../../src/source/text.ts';
import { render } from '../../src/template/render.ts';
import type { Rendered, RenderOptions, TemplateScope, UserHelper } from '../../src/template/template.ts';

/** What the templates of these tests see, unless they say otherwise. */
export interface Given {
  readonly macros?: Readonly<Record<string, string>>;
  readonly helpers?: Readonly<Record<string, UserHelper>>;
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly options?: Partial<RenderOptions>;
}

export const path = 'models/m.sql';

export function scopeOf({ macros = {}, helpers = {}, vars = {}, env = {} }: Given): TemplateScope {
  const files = Object.entries(macros).map(([name, text]): [string, SourceText] => [
    name,
    { path: `macros/${name}.sql`, text },
  ]);
  return {
    project: 'shop',
    vars,
    env: (name) => env[name],
    target: { name: 'dev', schema: 'main', type: 'duckdb', threads: 4 },
    macros: new Map(files),
    helpers: new Map(Object.entries(helpers)),
  };
}

export function renderText(text: string, given: Given = {}): Rendered {
  return render({ path, text }, scopeOf(given), {
    kind: 'model',
    isIncremental: false,
    model: { name: 'm' },
    hasThis: true,
    ...given.options,
  });
}

/** Marks in a form that can be read: `‹i0›`. */
export function readable(text: string): string {
  return text.replaceAll('\uE000', '‹').replaceAll('\uE001', '›');
}

/** The text of a template that has nothing wrong. */
export function textOf(text: string, given: Given = {}): string {
  const rendered = renderText(text, given);
  expect(rendered.diagnostics).toEqual([]);
  return readable(rendered.text);
}

/** What is wrong with a template, a line for each: `M202 models/m.sql:1:3-8 unknown name …`. */
export function problemsOf(text: string, given: Given = {}): string[] {
  return renderText(text, given).diagnostics.map(({ code, labels: [label], message }) => {
    const { file, start, end } = label?.span ?? {
      file: '?',
      start: { line: 0, column: 0 },
      end: { line: 0, column: 0 },
    };
    const to = end.line === start.line ? `${end.column}` : `${end.line}:${end.column}`;
    return `${code} ${file}:${start.line}:${start.column}-${to} ${message}`;
  });
}
