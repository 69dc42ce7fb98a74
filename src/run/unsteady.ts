import type { Adapter, Session } from '../adapter/port.ts';
import { type Code, fill, mark } from '../nodes/code.ts';
import { freshnessOf } from '../nodes/freshness.ts';
import type { Manifest } from '../nodes/manifest.ts';
import { displayName, type NodeId, type Source } from '../nodes/node.ts';
import { namesIn } from '../sql/statement.ts';

/** What is known of the warehouse's names before codes are looked at. */
export interface Names {
  /** Words by which a query may say something else tomorrow. */
  readonly restless: ReadonlySet<string>;
  /** Names of relations, without their schemas, in lower case. */
  readonly relations: ReadonlySet<string>;
}

/** `standing`: names of what stands in the warehouse; what the project makes may come to stand there. */
export async function namesOf(
  adapter: Adapter,
  manifest: Pick<Manifest, 'nodes'>,
  standing: readonly string[],
): Promise<Names> {
  const made = [...manifest.nodes.values()].flatMap((node) =>
    node.resource === 'model' || node.resource === 'seed' ? [node.relation.name.toLowerCase()] : [],
  );
  return { restless: await adapter.restless(), relations: new Set([...standing, ...made]) };
}

/**
 * Why a query may give something else though its text and its inputs stay as they are, or null: it calls `now()`, reads
 * a file, or a table that no `ref` and no `source` names. Most queries have no word that could mean such a thing, and
 * only the others are parsed.
 */
export async function unsteadyQuery(session: Session, code: Code, names: Names): Promise<string | null> {
  const marked = unsteadyMark(code);
  if (marked !== null) return marked;
  const { text } = named(code);
  const suspects = [...namesIn(text)].filter((word) => isSuspect(word, names));
  if (suspects.length === 0 && !fileLike.test(text)) return null;
  const mentions = await session.mentions(text);
  if (!mentions) return suspects[0] === undefined ? 'it can only be read together with its data' : calls(suspects[0]);
  const call = mentions.calls.find((name) => names.restless.has(name));
  if (call !== undefined) return calls(call);
  const stranger = mentions.relations.find((name) => !name.startsWith(`${stand}.`));
  return stranger === undefined ? null : `it reads \`${stranger}\` without \`ref\` or \`source\``;
}

/** Whether a query reads the very table that it fills: then each build goes on from the last one. */
export async function readsItself(session: Session, code: Code): Promise<boolean> {
  if (!code.text.includes(mark('t'))) return false;
  return (await session.mentions(named(code).text))?.relations.includes(`${stand}.t0`) ?? true;
}

/** Its marks as names that nobody else has. */
function named(code: Code): { readonly text: string } {
  return fill(code, (kind, index) => `"${stand}"."${kind}${index}"`);
}

const stand = '\u0001mart';

/**
 * Why what a node reads counts as new each time: a table of others for which `freshness` is promised moves by itself,
 * and is not read only to see whether it did. What files hold is known.
 */
export function restlessInput({ nodes }: Manifest, inputs: readonly NodeId[]): string | null {
  for (const id of inputs) {
    const node = nodes.get(id);
    if (node?.resource === 'source' && isMoving(node)) return `\`${displayName(node)}\` has \`freshness\``;
  }
  return null;
}

export function isMoving({ relation, config }: Source): boolean {
  return relation !== null && freshnessOf(config.freshness) !== null;
}

/** The same of a hook, which may be any statement: every word that could mean it does. */
export function unsteadyHook(hook: Code, names: Names): string | null {
  const marked = unsteadyMark(hook);
  if (marked !== null) return marked;
  const word = [...namesIn(hook.text)].find((one) => names.restless.has(one));
  return word === undefined ? null : `a hook of it calls \`${word}\``;
}

function unsteadyMark({ text }: Code): string | null {
  if (text.includes('\uE000a')) return 'it says when it runs: `run_started_at`';
  if (text.includes('\uE000v')) return 'it says which run it is: `invocation_id`';
  return text.includes('\uE000b') ? 'it is built batch by batch' : null;
}

function calls(word: string): string {
  return `${callWords}\`${word}\``;
}

/** Whether nothing but calls of functions makes a query unsteady. */
export function isCall(why: string): boolean {
  return why.startsWith(callWords);
}

const callWords = 'it calls ';

/** A string where a relation could stand: after a word that one follows, or in a list that comes after such a word. */
const gap = String.raw`(?:[\s(]|/\*[^]*?\*/|--[^\n]*\n)*`;
const string = String.raw`(?:[a-z]?'|\$)`;
const fileLike = new RegExp(
  String.raw`\b(?:from|join|pivot|pivot_wider|unpivot|summarize|describe|desc|show|table)\b(?:${gap}${string}|[^]*,${gap}${string})`,
  'i',
);

function isSuspect(word: string, { restless, relations }: Names): boolean {
  return restless.has(word) || relations.has(word) || /[./*\\]/.test(word);
}
