import type { NodeId } from '../../nodes/node.ts';
import type { BadValue, Matches } from '../method-matchers.ts';
import type { Described } from './described.ts';

/** What a project was and did earlier, beside what it is now: what `state:`, `result:` and `source_status:` ask. */
export interface Past {
  readonly now: ReadonlyMap<NodeId, Described>;
  readonly before: ReadonlyMap<NodeId, Described>;
  /** Statuses of the run that the state is of; null when it has none. */
  readonly results: ReadonlyMap<NodeId, string> | null;
  /** Sources that have newer rows than they had; null when freshness was not looked at both times. */
  readonly fresher: ReadonlySet<NodeId> | null;
}

const parts = [
  'body',
  'configs',
  'relation',
  'macros',
  'contract',
  'vars',
] as const satisfies readonly (keyof Described)[];

/** Kinds of modification that dbt knows; descriptions are never written into the database. */
const kinds: readonly string[] = [...parts, 'persisted_descriptions'];

export type PastMethod = 'state' | 'result' | 'source_status';

export function pastMatcher(method: PastMethod, value: string, past: Past): Matches | BadValue {
  if (method === 'result') return resultMatcher(value, past);
  if (method === 'source_status') return fresherMatcher(value, past);
  const [word, kind] = value.split('.');
  const isNew = (id: NodeId) => !past.before.has(id);
  if (kind === 'vars' && [...past.before.values()].some(({ vars }) => vars === undefined)) {
    return {
      wrong: 'a folder with a state does not say which variables were used',
      help: 'without `--state` the ledger says it',
    };
  }
  if (word === 'modified' && (kind === undefined || kinds.includes(kind))) {
    return ({ id }) => past.now.has(id) && isModified(past, id, kind);
  }
  if (kind === undefined && word === 'new') return ({ id }) => past.now.has(id) && isNew(id);
  if (kind === undefined && word === 'old') return ({ id }) => past.now.has(id) && !isNew(id);
  if (kind === undefined && word === 'unmodified') return ({ id }) => past.now.has(id) && !isModified(past, id);
  return {
    wrong: `\`${value}\` is not a state`,
    help: `states are \`new\`, \`old\`, \`modified\`, \`unmodified\`, and ${kinds.map((one) => `\`modified.${one}\``).join(', ')}`,
  };
}

/** What is new is modified in every way. */
function isModified({ now, before: past }: Past, id: NodeId, kind?: string): boolean {
  const before = past.get(id);
  const after = now.get(id);
  if (!before || !after) return true;
  return parts.some((one) => (kind === undefined || kind === one) && before[one] !== after[one]);
}

const statuses = ['success', 'error', 'fail', 'warn', 'pass', 'skipped', 'reused', 'no-op'];

function resultMatcher(value: string, { results }: Past): Matches | BadValue {
  if (!statuses.includes(value)) {
    const known = statuses.map((one) => `\`${one}\``).join(', ');
    return { wrong: `\`${value}\` is not a status of a result`, help: `statuses are ${known}` };
  }
  if (!results) {
    return { wrong: 'the state has no results', help: '`--state` names a folder with `run_results.json` in it' };
  }
  return ({ id }) => results.get(id) === value;
}

function fresherMatcher(value: string, { fresher }: Past): Matches | BadValue {
  if (value !== 'fresher') return { wrong: `\`${value}\` is not a status of a source`, help: 'write `fresher`' };
  if (!fresher) {
    return {
      wrong: 'nobody looked how fresh the sources are',
      help: '`mart source freshness` looks, before and after',
    };
  }
  return ({ id }) => fresher.has(id);
}
