import type { SourceText } from '../source/text.ts';
import { renderProgram } from './body.ts';
import type { Frame } from './frame.ts';
import { parseAgain, parseOnce } from './parse.ts';
import { reportUnreadable } from './problems.ts';
import { createRendering, type Rendering } from './rendering.ts';
import type { Rendered, RenderOptions, TemplateScope } from './template.ts';

/**
 * Renders a template as SQL with marks. Everything wrong with it is in `diagnostics`, each with its place; the text
 * then has holes and is of no use.
 */
export function render(template: SourceText, scope: TemplateScope, options: RenderOptions): Rendered {
  const rendering = createRendering(scope, options, null);
  const read = options.kind === 'generic_test' ? parseOnce(template) : parseAgain(template);
  const frame = rootFrame(rendering, template);
  if (read.problems) reportUnreadable(rendering, template, read.problems);
  else renderProgram(rendering, frame, read.program);
  return rendered(rendering);
}

export function rootFrame(rendering: Rendering, file: SourceText): Frame {
  return { file, scope: rendering.root, data: null, params: null, inlines: null, block: null, caller: null };
}

function rendered(rendering: Rendering): Rendered {
  return {
    text: rendering.writer.text,
    map: rendering.writer.pieces,
    inputs: rendering.inputs,
    dependsOn: rendering.dependsOn,
    config: rendering.config,
    usesIncremental: rendering.usesIncremental,
    macros: rendering.macros,
    helpers: rendering.helpers,
    vars: rendering.vars,
    env: rendering.env,
    diagnostics: rendering.diagnostics,
  };
}
