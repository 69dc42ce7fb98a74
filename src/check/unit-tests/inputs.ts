import type { Code } from '../../nodes/code.ts';
import type { Model, NodeId, TestedModel } from '../../nodes/node.ts';

/** The query that a unit test runs. */
export function testedCode(tested: TestedModel, model: Model): Code {
  if (tested.code) return tested.code;
  const { code, incrementalCode } = model.unexpanded ?? model;
  return tested.isIncremental ? (incrementalCode ?? code) : code;
}

/** Everything whose columns have to be known to try a unit test. */
export function inputsOfUnitTest(tested: TestedModel, model: Model): readonly NodeId[] {
  const codes = [testedCode(tested, model)];
  for (const { rows } of [...tested.given, { rows: tested.expect }]) if (rows.kind === 'sql') codes.push(rows.code);
  const own = tested.given.some(({ node }) => node === model.id) || codes.some(({ text }) => text.includes('\uE000t'));
  const ids = [...codes.flatMap((code) => code.inputs), ...tested.given.map(({ node }) => node)];
  return [...new Set(own ? [...ids, model.id] : ids.filter((id) => id !== model.id))];
}
