import type { Adapter, ColumnType } from '../../adapter/port.ts';
import { findings } from '../../check/errors.ts';
import { codeRows } from '../../check/send.ts';
import { withEphemerals } from '../../compile/ephemeral.ts';
import { DiagnosticError } from '../../diagnostics/diagnostic.ts';
import { type Code, mark } from '../../nodes/code.ts';
import { displayName, type Node, type NodeId } from '../../nodes/node.ts';
import { identifier } from '../../sql/identifier.ts';
import { literal } from '../../sql/literal.ts';
import type { Effects } from '../effects.ts';
import type { Loaded } from '../loaded.ts';
import { queryText } from '../query-text.ts';
import { linkBetween } from './links.ts';

/** Some rows of an input, each value as the engine writes it as text. */
export interface SampledInput {
  readonly node: Node;
  /** The columns that the model uses. */
  readonly columns: readonly ColumnType[];
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface SampleRequest {
  readonly loaded: Loaded;
  readonly effects: Effects;
  /** The target's database. */
  readonly adapter: Adapter;
  readonly inputs: readonly { readonly id: NodeId; readonly columns: readonly ColumnType[] }[];
}

/**
 * Rows of the model's inputs that belong together: of the first one any, of the others those that share
 * its keys, and of these before others those that share more.
 */
export async function sampleInputs(request: SampleRequest, limit: number): Promise<SampledInput[]> {
  const { manifest } = request.loaded;
  const found: SampledInput[] = [];
  for (const input of request.inputs) {
    const node = manifest.nodes.get(input.id);
    if (!node) continue;
    let rows: SampledInput['rows'] = [];
    const order = likeness(found, input.columns);
    for (const before of found) {
      if (rows.length > 0) break;
      const link = linkBetween(manifest, { id: before.node.id, columns: before.columns }, input);
      const at = before.columns.findIndex(({ name }) => name.toLowerCase() === link?.one.toLowerCase());
      const keys = [...new Set(before.rows.flatMap((row) => row[at] ?? []))];
      if (link && at >= 0 && keys.length > 0) {
        const where = `where cast(${identifier(link.other)} as varchar) in (${keys.map(literal).join(', ')})`;
        rows = await rowsOf(request, node, input.columns, { where, order }, limit);
      }
    }
    if (rows.length === 0) rows = await rowsOf(request, node, input.columns, { where: '', order }, limit);
    found.push({ node, columns: input.columns, rows });
  }
  return found;
}

/** How many columns have a value that the rows found before have in a column of the same name and type, as SQL. */
function likeness(found: readonly SampledInput[], columns: readonly ColumnType[]): string {
  const shared = columns.flatMap(({ name, type }) => {
    const values = found.flatMap((before) => {
      const at = before.columns.findIndex((one) => one.name.toLowerCase() === name.toLowerCase() && one.type === type);
      return at < 0 ? [] : before.rows.flatMap((row) => row[at] ?? []);
    });
    if (values.length === 0) return [];
    const list = [...new Set(values)].map(literal).join(', ');
    return `case when cast(${identifier(name)} as varchar) in (${list}) then 1 else 0 end`;
  });
  return shared.length === 0 ? '' : `${shared.join(' + ')} desc, `;
}

interface Wanted {
  readonly where: string;
  /** What comes before the order of all values. */
  readonly order: string;
}

/** The first rows in the order of all their values, so that the same data give the same sample. */
async function rowsOf(
  { loaded, effects, adapter }: SampleRequest,
  node: Node,
  columns: readonly ColumnType[],
  { where, order }: Wanted,
  limit: number,
): Promise<SampledInput['rows']> {
  if (columns.length === 0) return [];
  const names = columns.map(({ name }, at) => `cast(${identifier(name)} as varchar) as c${at}`);
  const places = columns.map((_, at) => `c${at}`);
  const plain: Code = {
    text: `select ${names.join(', ')} from ${mark('i')} ${where} order by ${order}${places.join(', ')} limit ${limit}`,
    inputs: [node.id],
    map: [],
  };
  const code = withEphemerals(plain, (id) => {
    const one = loaded.manifest.nodes.get(id);
    return one?.resource === 'model' && one.config.materialized === 'ephemeral' ? one : undefined;
  });
  const filled = await queryText(loaded, adapter, effects, code, null);
  try {
    const rows = await adapter.read((session) => codeRows(session, '', filled));
    return rows.map((row) => columns.map((_, at) => (row[`c${at}`] ?? null) as string | null));
  } catch (error) {
    const place = { node: displayName(node), declared: node.place, compiled: null, readText: loaded.readText };
    throw new DiagnosticError(findings(error, place));
  }
}
