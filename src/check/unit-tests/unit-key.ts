import type { Code } from '../../nodes/code.ts';
import type { Model, UnitRows, UnitTest } from '../../nodes/node.ts';
import { canonicalSql } from '../../sql/canonical.ts';
import type { Checked } from '../checked.ts';
import type { CheckWorld } from '../world.ts';
import { inputsOfUnitTest, testedCode } from './inputs.ts';

/** The queries that a unit test runs. */
export function codesOfUnitTest({ manifest }: CheckWorld, { tested }: UnitTest): readonly Code[] {
  if (tested.kind === 'macro') return [tested.rendered, tested.expected];
  const rows = [...tested.given.map((one) => one.rows), tested.expect];
  const queries = rows.flatMap((one) => (one.kind === 'sql' ? [one.code] : []));
  return [testedCode(tested, manifest.nodes.get(tested.model) as Model), ...queries];
}

/**
 * Everything that decides how a unit test ends, beside the engine and its settings: its queries, its rows, the columns of
 * what it stands in for; as plain data. null where some of it is not known.
 */
export function keyOfUnitTest(world: CheckWorld, checked: Checked, test: UnitTest): unknown {
  const { nodes } = world.manifest;
  const { tested } = test;
  const codes = codesOfUnitTest(world, test).map(({ text, inputs }) => [canonicalSql(text), inputs]);
  if (tested.kind === 'macro') return codes;
  const model = nodes.get(tested.model) as Model;
  const columns = [...new Set([model.id, ...inputsOfUnitTest(tested, model)])].map(
    (id) => checked.columns.get(id) ?? null,
  );
  if (columns.includes(null)) return null;
  const given = tested.given.map(({ node, rows }) => [node, rowsKey(rows), nodes.get(node)?.checksum ?? null]);
  const { tolerance, batch, isIncremental, expect } = tested;
  return [codes, columns, given, rowsKey(expect), tolerance, batch, isIncremental];
}

function rowsKey(rows: UnitRows): unknown {
  if (rows.kind === 'dict') return rows.rows;
  return rows.kind === 'csv' ? rows.text : rows.kind;
}
