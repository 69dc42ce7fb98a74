import { relationName } from '../../sql/relation.ts';
import type { ColumnDetail, NodeDetail, NodeSql, SearchData, SiteFiles } from '../contract.ts';
import type { SiteInput } from '../input.ts';
import type { ShownNode } from '../shown.ts';
import { columnsOf, declaredOf } from './columns.ts';
import { erdOf } from './erd.ts';
import { factsOf } from './facts.ts';
import { historiesOf } from './histories.ts';
import { mapOf } from './map.ts';
import { nodeTable } from './node-table.ts';
import { columnRefs, type Numbers, numbersOf } from './numbers.ts';
import { richText } from './rich-text.ts';
import { runDetail, runSummary } from './run.ts';
import { selectData } from './select.ts';
import { testsOf } from './tests.ts';

/** A file of about so many characters: small enough for one page, large enough that there are not thousands. */
const fileSize = 200_000;

/** The site's data, by file. */
export function siteData(input: SiteInput): Partial<SiteFiles> {
  const { manifest, slim, run } = input;
  const numbers = numbersOf(manifest);
  const columns = columnsOf(input, numbers);
  const { all: tests, byNode } = testsOf(input, numbers);
  const histories = historiesOf(input, numbers);
  const statuses = new Map((run?.results ?? []).map(({ id, status }) => [id, status]));
  const erd = erdOf(input, numbers, columns, (id) => statuses.get(id) ?? input.memory.tests.get(id)?.status ?? '');
  const details = numbers.nodes.map((node, number): NodeDetail => {
    const known = input.lineage.get(node.id);
    return {
      description: richText(node.description),
      patchPath: node.patchPath,
      relation: 'relation' in node && node.relation ? relationName(node.relation) : null,
      facts: factsOf(node),
      columns: columns[number] ?? [],
      rows: columnRefs(numbers, known?.rows ?? []),
      unknown: known?.unknown ?? null,
      tests: byNode[number] ?? [],
      history: histories[number] ?? [],
      delivered: deliveredOf(input, node),
    };
  });
  const sql = slim ? [] : numbers.nodes.map((node) => sqlOf(input, node));
  const detailFiles = inFiles(details);
  const sqlFiles = inFiles(sql);
  const nodes = nodeTable(input, numbers, columns, byNode, histories);
  const reports = input.reports.map(({ id, ...report }) => ({ ...report, node: numbers.of.get(id) ?? -1 }));
  return {
    index: {
      mart: input.version,
      project: manifest.project,
      target: manifest.target.name,
      generatedAt: input.generatedAt,
      slim,
      nodes,
      details: detailFiles.map(([first]) => first),
      sql: sqlFiles.map(([first]) => first),
      run: run && runSummary(run, manifest),
      tests: tests.length,
      erd: erd.tables.length,
      reports: reports.length,
    },
    map: mapOf(nodes.parents),
    search: searchData(numbers, columns),
    select: selectData(input, numbers),
    tests,
    erd,
    reports,
    ...(run ? { run: runDetail(run, manifest, numbers) } : {}),
    ...Object.fromEntries(detailFiles.map(([, part], at) => [`details-${at}`, part])),
    ...Object.fromEntries(sqlFiles.map(([, part], at) => [`sql-${at}`, part])),
  };
}

function sqlOf({ compiled }: SiteInput, node: ShownNode): NodeSql {
  return node.resource === 'model' ? { raw: node.rawCode, compiled: compiled(node) } : { raw: '', compiled: '' };
}

function deliveredOf({ memory, freshness }: SiteInput, node: ShownNode): NodeDetail['delivered'] {
  const found = memory.deliveries.get(node.id);
  const loaded: NodeDetail['delivered'] = found
    ? [
        ['files loaded', String(found.files)],
        ['files refused', found.refused === 0 ? '' : String(found.refused)],
        ['rows loaded', found.rows === null ? '' : String(found.rows)],
        ['last loaded', found.newest],
      ]
    : [];
  return [...(freshness.get(node.id) ?? []), ...loaded].filter(([, value]) => value !== '');
}

function searchData({ nodes }: Numbers, columns: readonly (readonly ColumnDetail[])[]): SearchData {
  return {
    columns: columns.map((list) => list.map(({ name }) => name).join('\n')),
    text: nodes.map((node) =>
      [node, ...declaredOf(node)].flatMap(({ description }) => (description === '' ? [] : description)).join('\n'),
    ),
  };
}

/** Consecutive nodes in files of about one size, each with the number of its first. */
function inFiles<T>(all: readonly T[]): [first: number, part: T[]][] {
  const files: [number, T[]][] = [];
  let size = Number.POSITIVE_INFINITY;
  all.forEach((one, number) => {
    if (size > fileSize) {
      files.push([number, []]);
      size = 0;
    }
    files.at(-1)?.[1].push(one);
    size += JSON.stringify(one).length;
  });
  return files;
}
