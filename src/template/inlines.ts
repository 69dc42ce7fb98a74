import type { DecoratorBlock, Program } from './ast.ts';
import type { Closure, Frame, Inlines } from './frame.ts';

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

/** The inline partial of a name, the nearest first. */
export function inlineNamed(inlines: Inlines | null, name: string): Closure | null {
  for (let at = inlines; at; at = at.parent) {
    const closure = at.closures.get(name);
    if (closure) return closure;
  }
  return null;
}

export function inlineNames(inlines: Inlines | null): string[] {
  const names: string[] = [];
  for (let at = inlines; at; at = at.parent) names.push(...at.closures.keys());
  return names;
}
