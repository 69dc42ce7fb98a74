import type { Adapter, Attached } from '../adapter/port.ts';
import { readProjectConfig } from '../config/read-project-config.ts';
import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Target } from '../nodes/manifest.ts';
import type { NodeId } from '../nodes/node.ts';
import { relationKey } from '../run/ledger-memory.ts';
import type { Donor, Offer } from '../run/offer.ts';
import { ledgerIn, readOffers } from '../run/offers.ts';
import { valueTemplate } from '../template/value-template.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';
import type { RunOptions } from './options.ts';
import { stateRelations } from './read-state.ts';
import { bareScope } from './scope.ts';

/** Another target of the project; throws when project.yml has none of that name (M109) or it cannot be read. */
function otherTarget({ readText }: Loaded, name: string, effects: Effects): Target {
  const { config, diagnostics } = readProjectConfig({
    source: { path: 'project.yml', text: readText('project.yml') ?? '' },
    targetName: name,
    valueTemplate: (text) =>
      valueTemplate(
        text,
        bareScope((variable) => effects.env[variable]),
        ['env'],
      ),
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (!config || errors.length > 0) throw new DiagnosticError(errors);
  return config.target;
}

/** The targets that project.yml allows the chosen one to take tables over from. */
export function lendersOf(loaded: Loaded, effects: Effects): readonly Target[] {
  const { target } = loaded.manifest;
  return target.reuse.map((name) => (name === target.name ? target : otherTarget(loaded, name, effects)));
}

/** Opens what `--from` or `--state` names; `detach` lets go of it. Throws when nothing can be cloned from there (M416). */
export async function openDonor(
  adapter: Adapter,
  loaded: Loaded,
  options: Pick<RunOptions, 'from' | 'state'>,
  effects: Effects,
): Promise<Donor & Pick<Attached, 'detach'>> {
  if (options.from !== null) return fromTarget(adapter, loaded, options.from, effects);
  if (options.state !== null) return fromState(adapter, options.state, effects);
  throw nothing('nobody says what is to be cloned', 'name a target with `--from`, or a state with `--state`');
}

async function fromTarget(adapter: Adapter, loaded: Loaded, name: string, effects: Effects) {
  const target = otherTarget(loaded, name, effects);
  if (name === loaded.manifest.target.name) {
    throw nothing(`target \`${name}\` would be cloned from itself`, 'name another target with `--from`');
  }
  const attached = await adapter.attach(target);
  const why = `target \`${name}\` has built nothing in \`${target.path}\``;
  const hasNothing = nothing(why, `build there: \`mart build -t ${name}\``);
  if (!attached) throw hasNothing;
  try {
    const offers = (await readOffers(adapter, attached)).filter((one) => one.target === name);
    if (offers.length === 0) throw hasNothing;
    const newest = new Map<NodeId, Offer>();
    for (const one of offers) if (one.seq > (newest.get(one.id)?.seq ?? -1)) newest.set(one.id, one);
    const of: Donor['of'] = ({ id }) => newest.get(id) ?? null;
    return { name, ledger: ledgerIn(attached), of, detach: attached.detach };
  } catch (error) {
    await attached.detach();
    throw error;
  }
}

/** The relations of a state stand in the same database. */
async function fromState(adapter: Adapter, state: string, effects: Effects) {
  const attached: Attached = { database: null, detach: async () => {} };
  const relations = stateRelations(state, effects);
  const offers = new Map((await readOffers(adapter, attached)).map((one) => [relationKey(one.relation), one]));
  const of: Donor['of'] = ({ id, relation: here }) => {
    const there = relations.get(id);
    if (!there || relationKey(there) === relationKey(here)) return null;
    const offer = offers.get(relationKey(there));
    return offer?.id === id ? offer : null;
  };
  return { name: state, ledger: ledgerIn(attached), of, detach: attached.detach };
}

function nothing(message: string, help: string): DiagnosticError {
  return new DiagnosticError([diagnostic('M416', message, { help })]);
}
