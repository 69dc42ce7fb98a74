import { diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Code, fill } from '../../nodes/code.ts';
import { instantText } from '../../nodes/instant.ts';
import type { TestedMacro, UnitTest } from '../../nodes/node.ts';
import { relationSql } from '../../sql/relation.ts';
import { sameSql } from '../../sql/same-sql.ts';
import { placeOfNode } from '../node-place.ts';
import { spanOfPlace } from '../places.ts';
import type { CheckWorld } from '../world.ts';
import type { UnitOutcome } from './unit-outcome.ts';

/** Compares what a macro rendered with what was expected of it; spaces and line breaks between words do not count. */
export function tryMacro(world: CheckWorld, test: UnitTest, { macro, rendered, expected }: TestedMacro): UnitOutcome {
  const [made, wanted] = [shown(world, rendered), shown(world, expected)];
  if (sameSql(made, wanted)) return { status: 'pass', message: null, failures: 0, compiled: made, diagnostics: [] };
  const place = placeOfNode(world.manifest, test, world.readText);
  const summary = `\`${macro}\` renders other SQL than expected`;
  const texts = `expected: ${wanted.trim()}\nrendered: ${made.trim()}`;
  const found = diagnostic('M604', `${test.name}: ${summary}`, {
    labels: [{ span: spanOfPlace(place.declared, place.readText), text: 'this unit test' }],
    notes: [`the difference\n${texts}`],
    node: place.node,
  });
  return { status: 'fail', message: `${summary}\n\n${texts}`, failures: 1, compiled: made, diagnostics: [found] };
}

/** Relations as they are named, so that an expectation may be written with `ref` or without. */
function shown(world: CheckWorld, code: Code): string {
  return fill(code, (kind, index) => {
    const node = world.manifest.nodes.get(code.inputs[index] ?? '');
    if (kind === 'i') return node && 'relation' in node && node.relation ? relationSql(node.relation) : '';
    if (kind === 'a') return instantText(world.now);
    return kind === 'v' ? world.invocation : 'this';
  }).text;
}
