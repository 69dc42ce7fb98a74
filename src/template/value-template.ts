import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Program } from './ast.ts';
import { renderProgram } from './body.ts';
import { callValue } from './evaluate.ts';
import { parse } from './parse.ts';
import { failed, reportUnreadable } from './problems.ts';
import { rootFrame } from './render.ts';
import { createRendering } from './rendering.ts';
import type { RenderOptions, TemplateScope } from './template.ts';

/** A value of a YAML file after its braces were filled. */
export interface RenderedValue {
  /** Text; where the whole value is one `{{…}}`, what that is, with its type. Empty text when something was wrong. */
  readonly value: unknown;
  readonly vars: readonly string[];
  readonly env: readonly string[];
  /** Their labels count within the text of the value: it is for the caller to place them in its file. */
  readonly diagnostics: readonly Diagnostic[];
}

const options: RenderOptions = { kind: 'value', isIncremental: false, model: null, hasThis: false };

/** Renders text of project.yml or of a properties file in which only the helpers of `allowed` may be called. */
export function valueTemplate(text: string, scope: TemplateScope, allowed: readonly string[]): RenderedValue {
  if (!text.includes('{{')) return { value: text, vars: [], env: [], diagnostics: [] };
  const rendering = createRendering(scope, options, allowed);
  const file = { path: '', text };
  const template = parse(file);
  const frame = rootFrame(rendering, file);
  let value: unknown = '';
  if (template.problems) reportUnreadable(rendering, file, template.problems);
  else {
    const only = onlyCall(template.program);
    const single = only ? callValue(rendering, frame, only) : undefined;
    if (!only) renderProgram(rendering, frame, template.program);
    value = only ? (single === failed ? '' : single) : rendering.writer.text;
  }
  return { value, vars: rendering.vars, env: rendering.env, diagnostics: rendering.diagnostics };
}

function onlyCall({ body }: Program) {
  const [first, second] = body;
  return first?.type === 'MustacheStatement' && !second ? first : null;
}
