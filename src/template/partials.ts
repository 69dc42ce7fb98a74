import { didYouMean } from '../diagnostics/suggest.ts';
import type { Expression, PartialCall, Place, Program } from './ast.ts';
import { evaluate, hashValues } from './evaluate.ts';
import type { Closure, Data, Frame, Run } from './frame.ts';
import { inlineNamed, inlineNames, withInlines } from './inlines.ts';
import { parseOnce } from './parse.ts';
import { closureScope, type Given, macroScope } from './partial-scope.ts';
import { failed, kindOf, report, reportUnreadable } from './problems.ts';
import { type Rendering, use } from './rendering.ts';

/** How often one partial may be inside itself. */
const deepest = 40;

/** What the call of a partial renders; null when a problem was reported. */
export function partialRun(rendering: Rendering, frame: Frame, node: PartialCall): Run | null {
  const name = partialName(rendering, frame, node);
  const given = givenValues(rendering, frame, node);
  if (name === null || given === null || isEndless(rendering, frame, name, node.name.loc)) return null;
  if (name === '@partial-block') {
    const passed = frame.block;
    if (passed) {
      const calling = { ...frame, block: passed.frame.block, data: deeper(frame.data) };
      return closureRun(calling, passed, name, given, node);
    }
    report(rendering, frame, 'M204', 'no block was passed to this macro', node.name.loc, {
      help: 'call it with one: `{{#> name}}…{{/name}}`; ask with `{{#if @partial-block}}`',
    });
    return null;
  }
  const block = passedBlock(frame, node);
  const inline = inlineNamed(block.inlines, name);
  if (inline) return closureRun({ ...frame, ...block }, inline, name, given, node);
  if (rendering.scope.macros.has(name)) return macroRun(rendering, frame, block, name, given, node);
  if (node.type === 'PartialBlockStatement') {
    return closureRun(frame, { program: node.program, frame }, name, given, node);
  }
  const known = [...rendering.scope.macros.keys(), ...inlineNames(frame.inlines)];
  report(rendering, frame, 'M204', `unknown macro \`${name}\``, node.name.loc, {
    label: 'no such macro',
    help: didYouMean(name, known) ?? `write it as \`macros/${name}.sql\``,
  });
  return null;
}

function partialName(rendering: Rendering, frame: Frame, { name }: PartialCall): string | null {
  if (name.type !== 'SubExpression') return String(name.original);
  const value = evaluate(rendering, frame, name);
  if (value === failed) return null;
  if (typeof value === 'string') return value;
  report(rendering, frame, 'M205', `a macro is named by text, not by ${kindOf(value)}`, name.loc);
  return null;
}

function givenValues(rendering: Rendering, frame: Frame, { params, hash }: PartialCall): Given | null {
  const [param, second] = params;
  if (second) {
    report(rendering, frame, 'M205', 'a macro takes one context; everything else is named', second.loc, {
      help: 'write `{{> name col="amount" digits=2}}`',
    });
    return null;
  }
  const value = param ? evaluate(rendering, frame, param as Expression) : undefined;
  const named = hash ? hashValues(rendering, frame, hash) : null;
  if (value === failed || named === failed) return null;
  return { context: param ? { value } : null, named };
}

/** A macro sees what it is given and what every template sees; given nothing, it sees what its caller sees. */
function macroRun(
  rendering: Rendering,
  frame: Frame,
  block: Pick<Frame, 'block' | 'inlines' | 'data'>,
  name: string,
  given: Given,
  node: PartialCall,
): Run | null {
  const source = rendering.scope.macros.get(name);
  if (!source) return null;
  if (rendering.allowed) {
    report(rendering, frame, 'M205', 'macros cannot be used here', node.name.loc);
    return null;
  }
  use(rendering.macros, name);
  const replaced = rendering.scope.replaced?.get(name);
  if (replaced !== undefined) return { program: textProgram(replaced, node.loc), frame };
  const template = parseOnce(source);
  if (template.problems) {
    reportUnreadable(rendering, source, template.problems);
    return null;
  }
  const scope = macroScope(frame.scope, given);
  const caller = { name, isMacro: true, file: frame.file, place: node.name.loc, scope, parent: frame.caller };
  const { data, inlines } = block;
  const inside: Frame = { file: source, scope, data, params: null, inlines, block: block.block, caller };
  return { program: template.program, frame: inside };
}

/** A program that says one text, whatever is in it. */
function textProgram(text: string, loc: Place): Program {
  return { type: 'Program', body: [{ type: 'ContentStatement', value: text, original: text, loc }] };
}

/** An inline partial or a passed block: it sees what its caller sees, and behind that what is seen where it was written. */
function closureRun(frame: Frame, closure: Closure, name: string, given: Given, node: PartialCall): Run {
  const written = closure.frame;
  const scope = closureScope(frame.scope, written.scope, given);
  const caller = { name, isMacro: false, file: frame.file, place: node.name.loc, scope, parent: frame.caller };
  return { program: closure.program, frame: { ...written, scope, data: frame.data, block: frame.block, caller } };
}

/** What a call with a block gives to the partial: the block, and the inline partials that stand in it. */
function passedBlock(frame: Frame, node: PartialCall): Pick<Frame, 'block' | 'inlines' | 'data'> {
  if (node.type !== 'PartialBlockStatement') return { block: frame.block, inlines: frame.inlines, data: frame.data };
  const { inlines } = withInlines(frame, node.program);
  return { block: { program: node.program, frame }, inlines, data: deeper(frame.data) };
}

function deeper(data: Data | null): Data {
  return { values: {}, parent: data };
}

/** Whether a partial is so deep in itself that it cannot end; then it is reported with the way round. */
function isEndless(rendering: Rendering, frame: Frame, name: string, place: Place): boolean {
  let times = 0;
  for (let at = frame.caller; at && times < deepest; at = at.parent) if (at.name === name) times++;
  if (times < deepest) return false;
  const way: string[] = [name];
  let outermost = frame.caller;
  for (let at = frame.caller; at; at = at.parent) {
    if (way.length === 1 || way.at(-1) !== name) way.push(at.name);
    outermost = at;
  }
  const notes = outermost?.isMacro ? [`first called from ${outermost.file.path}`] : [];
  report(
    rendering,
    { file: frame.file, caller: null },
    'M209',
    `\`${name}\` calls itself: ${way.reverse().join(' → ')}`,
    place,
    {
      label: 'goes round without end',
      notes,
    },
  );
  rendering.stopped = true;
  return true;
}
