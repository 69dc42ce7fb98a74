import type { DataTest, Node, NodeId, UnitTest } from '../../nodes/node.ts';
import { displayName } from '../../nodes/node.ts';
import type { TestEntry } from '../contract.ts';
import type { RecordedResult, SiteInput } from '../input.ts';
import type { Numbers } from './numbers.ts';
import { richLine } from './rich-text.ts';

/** From worst to best. */
const testStatuses = ['fail', 'error', 'warn', 'skipped', '', 'reused', 'pass'];

/** Every test, and the tests of every node: those that were declared on it, and singular ones that read it. */
export function testsOf(input: SiteInput, numbers: Numbers): { all: TestEntry[]; byNode: TestEntry[][] } {
  const results = new Map((input.run?.results ?? []).map((result) => [result.id, result]));
  const all: TestEntry[] = [];
  const byNode = numbers.nodes.map((): TestEntry[] => []);
  for (const node of input.manifest.nodes.values()) {
    if (node.resource !== 'test' && node.resource !== 'unit_test') continue;
    const homes = homesOf(node).flatMap((id) => numbers.of.get(id) ?? []);
    const entry = entryOf(node, homes[0] ?? -1, results.get(node.id), input);
    all.push(entry);
    for (const home of new Set(homes)) byNode[home]?.push(entry);
  }
  return { all: all.sort(worstFirst), byNode: byNode.map((list) => list.sort(worstFirst)) };
}

function homesOf(node: DataTest | UnitTest): readonly NodeId[] {
  if (node.resource === 'unit_test') return node.tested.kind === 'macro' ? node.tested.users : node.dependsOn;
  return node.attached === null ? node.dependsOn : [node.attached];
}

function worstFirst(a: TestEntry, b: TestEntry): number {
  return testStatuses.indexOf(a.status) - testStatuses.indexOf(b.status);
}

/** The result of the last run, or of an earlier one that the ledger remembers. */
function entryOf(
  node: DataTest | UnitTest,
  home: number,
  result: RecordedResult | undefined,
  { memory, samples }: SiteInput,
): TestEntry {
  const before = memory.tests.get(node.id);
  const { status = '', failures = null, message = null } = result ?? before ?? {};
  return {
    name: node.name,
    type: typeOf(node),
    kind: node.resource === 'test' ? (node.generic?.name ?? node.name) : 'unit test',
    node: home,
    column: node.resource === 'test' ? node.columnName : null,
    severity: node.resource === 'test' ? node.config.severity : 'error',
    status,
    failures,
    message,
    seconds: result?.seconds ?? before?.seconds ?? null,
    path: node.path,
    description: richLine(node.description),
    sample: samples.get(displayName(node)) ?? [],
  };
}

function typeOf(node: Node): TestEntry['type'] {
  if (node.resource === 'unit_test') return 'unit';
  return node.resource === 'test' && node.generic ? 'generic' : 'singular';
}

/** One word for all tests of a node. */
export function worstOf(tests: readonly TestEntry[]): string {
  const [worst] = tests;
  if (!worst) return '';
  return worst.status === '' || worst.status === 'skipped'
    ? 'not run'
    : worst.status === 'reused'
      ? 'pass'
      : worst.status;
}
