import type { SourceText } from '../source/text.ts';
import type { Expression, PartialCall, PathExpression, Program } from './ast.ts';
import { nameOf } from './calls.ts';
import { literalValue } from './literal-value.ts';
import { parseOnce } from './parse.ts';

/** What the template of a generic test says about its arguments. */
export interface TestTemplate {
  /** The values of `{{arguments …}}`. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Every name in it and in the macros that it uses; null where any name may be meant. */
  readonly names: ReadonlySet<string> | null;
}

const kept = new WeakMap<SourceText, TestTemplate>();

export function testTemplate(file: SourceText, macros: ReadonlyMap<string, SourceText>): TestTemplate {
  const known = kept.get(file);
  if (known) return known;
  const found = { defaults: defaultsOf(file), names: namesOf(file, macros) };
  kept.set(file, found);
  return found;
}

function defaultsOf(file: SourceText): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const statement of parseOnce(file).program?.body ?? []) {
    if (statement.type !== 'MustacheStatement' || nameOf(statement) !== 'arguments') continue;
    for (const { key, value } of statement.hash?.pairs ?? []) {
      const found = literalValue(value);
      if ('value' in found) defaults[key] = found.value;
    }
  }
  return defaults;
}

function namesOf(file: SourceText, macros: ReadonlyMap<string, SourceText>): ReadonlySet<string> | null {
  const names = new Set<string>();
  const seen = new Set<SourceText>();
  const open = [file];
  for (let next = open.pop(); next; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const { program } = parseOnce(next);
    if (!program) return null;
    for (const node of nodesIn(program)) {
      const name = node.type === 'PathExpression' ? pathName(node) : partialName(node);
      if (name === null) return null;
      const macro = node.type === 'PathExpression' ? undefined : macros.get(name);
      if (macro) open.push(macro);
      else if (node.type === 'PathExpression') names.add(name);
    }
  }
  return names;
}

/** The name that a path begins with; null for `@root` alone, which is all of them. */
function pathName({ data, parts }: PathExpression): string | null {
  if (!data || parts[0] !== 'root') return parts[0] ?? '';
  return parts[1] ?? null;
}

/** The name of a macro; null where it is only known when it is called. */
function partialName({ name }: PartialCall): string | null {
  return name.type === 'SubExpression' ? null : String(name.original);
}

/** Every path and every call of a macro below a node of the tree. */
function* nodesIn(node: unknown): Generator<PathExpression | PartialCall> {
  if (Array.isArray(node)) for (const item of node) yield* nodesIn(item);
  else if (isNode(node)) {
    if (node.type === 'PathExpression') yield node;
    if (node.type === 'PartialStatement' || node.type === 'PartialBlockStatement') yield node;
    for (const part of Object.values(node)) yield* nodesIn(part);
  }
}

type TreeNode = PathExpression | PartialCall | Exclude<Expression, PathExpression> | Program;

function isNode(value: unknown): value is TreeNode {
  return typeof value === 'object' && value !== null;
}
