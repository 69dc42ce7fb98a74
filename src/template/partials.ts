import { suggest } from '../diagnostics/suggest.ts';
import type { DecoratorBlock, Expression, PartialCall, Place, Program } from './ast.ts';
import { evaluate, hashValues } from './evaluate.ts';
import type { Closure, Data, Frame, Inlines, Run, Scope } from './frame.ts';
import { relation } from './frame.ts';
import { parseOnce } from './parse.ts';
import { failed, kindOf, report, reportUnreadable } from './problems.ts';
import { type Rendering, use } from './rendering.ts';

/** How often one partial may be inside itself. */
const deepest = 40;

/** What a partial is given: a context, named arguments, both or nothing. */
interface Given {
  readonly context: { readonly value: unknown } | null;
  readonly named: Readonly<Record<string, unknown>> | null;
}

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
  const [near] = suggest(name, [...rendering.scope.macros.keys(), ...inlineNames(frame.inlines)]);
  report(rendering, frame, 'M204', `unknown macro \`${name}\``, node.name.loc, {
    label: 'no such macro',
    help: near ? `did you mean \`${near}\`?` : `write it as \`macros/${name}.sql\``,
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

function macroScope(parent: Scope, { context, named }: Given): Scope {
  if (!context) return named ? { value: relation, names: named, outer: null, parent } : parent;
  const value = named && isRecord(context.value) ? { ...context.value, ...named } : context.value;
  return { value, names: isRecord(value) ? value : (named ?? value), outer: null, parent };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An inline partial or a passed block: it sees what its caller sees, and behind that what is seen where it was written. */
function closureRun(frame: Frame, closure: Closure, name: string, given: Given, node: PartialCall): Run {
  const written = closure.frame;
  const scope = closureScope(frame.scope, written.scope, given);
  const caller = { name, isMacro: false, file: frame.file, place: node.name.loc, scope, parent: frame.caller };
  return { program: closure.program, frame: { ...written, scope, data: frame.data, block: frame.block, caller } };
}

function closureScope(calling: Scope, written: Scope, { context, named }: Given): Scope {
  if (!context && !named && calling === written) return written;
  const seen: Scope = context
    ? { value: context.value, names: context.value, outer: written, parent: written }
    : {
        value: calling.value === relation ? written.value : calling.value,
        names: calling.names,
        outer: behind(calling, written),
        parent: written,
      };
  if (!named) return seen;
  return {
    value: isRecord(seen.value) ? { ...seen.value, ...named } : seen.value,
    names: named,
    outer: seen,
    parent: written,
  };
}

/** The scopes that are seen behind `calling`, with `written` at their end. */
function behind(calling: Scope, written: Scope): Scope {
  if (calling === written || !calling.outer) return written;
  return { ...calling.outer, outer: behind(calling.outer, written) };
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

/** The frame in which the inline partials of a program are known. */
export function withInlines(frame: Frame, program: Program): Frame {
  if (!program.body.some((statement) => statement.type === 'DecoratorBlock')) return frame;
  const closures = new Map<string, Closure>();
  const inner: Frame = { ...frame, inlines: { closures, parent: frame.inlines } };
  for (const statement of program.body) {
    const name = statement.type === 'DecoratorBlock' && inlineName(statement);
    if (name) closures.set(name, { program: statement.program, frame: inner });
  }
  return inner;
}

/** The name that an inline partial gives itself; null for anything else that looks like one. */
export function inlineName({ path, params: [name, second] }: DecoratorBlock): string | null {
  if (path.original !== 'inline' || second || name?.type !== 'StringLiteral') return null;
  return name.value;
}

function inlineNamed(inlines: Inlines | null, name: string): Closure | null {
  for (let at = inlines; at; at = at.parent) {
    const closure = at.closures.get(name);
    if (closure) return closure;
  }
  return null;
}

function inlineNames(inlines: Inlines | null): string[] {
  const names: string[] = [];
  for (let at = inlines; at; at = at.parent) names.push(...at.closures.keys());
  return names;
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
