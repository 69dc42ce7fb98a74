import { join } from 'node:path';
import type { Adapter } from '../adapter/port.ts';
import { checkNodes } from '../check/check.ts';
import type { Checked } from '../check/checked.ts';
import { inferenceMemory } from '../check/inferred-types.ts';
import { intakes } from '../check/intake.ts';
import { checkMemory } from '../check/memory.ts';
import { sourceFiles } from '../check/source-files.ts';
import { standIns } from '../check/stand-ins.ts';
import type { CheckWorld, Warehouse } from '../check/world.ts';
import type { NodeId } from '../nodes/node.ts';
import { attachedFiles } from './attached-files.ts';
import { recallFindings, rememberFindings } from './cache/findings.ts';
import { heavyLine } from './cache/packed-manifest.ts';
import type { Effects } from './effects.ts';
import { readInferences, writeInferences } from './inferences.ts';
import type { Loaded } from './loaded.ts';
import { targetFolder } from './write-artifacts.ts';

/** A check that can be asked several times; the empty copy of the warehouse lives until it is closed. */
export interface OpenCheck {
  readonly world: CheckWorld;
  readonly check: (ids: ReadonlySet<NodeId>) => Promise<Checked>;
  /** Of everything but the nodes that decides what is found; null when nothing is to be remembered. */
  readonly memoryKey: string | null;
  /** Keeps what was found for the next invocation, and lets the engine go. */
  readonly close: () => Promise<void>;
}

/** Two sessions keep two cores busy; more only wait for each other. */
const sessions = 2;

/** What is only there for the session that made it. */
const ofSession = /\b(?:temp|temporary|variable|set|use)\b/i;

/** `warehouse` is null when nothing of the target is to be touched. */
export function openCheck(loaded: Loaded, effects: Effects, warehouse: Warehouse | null): OpenCheck {
  const { manifest, root } = loaded;
  const folder = join(targetFolder(loaded), 'cache');
  let opened: Promise<Adapter> | null = null;
  const hooks = manifest.onRunStart.map(({ text }) => text);
  const threads = hooks.some((text) => ofSession.test(text)) ? 1 : sessions;
  const shadow = (): Promise<Adapter> => {
    const options = { root, readOnly: false, waitSeconds: 0, shadow: true };
    opened ??= effects.openAdapter({ ...manifest.target, threads }, options);
    return opened;
  };
  const conditions = [effects.build, manifest.target, hooks, attachedFiles(hooks)];
  const key = effects.build === null ? null : JSON.stringify(conditions);
  const files = sourceFiles(root);
  const world: CheckWorld = {
    manifest,
    root,
    now: effects.now,
    invocation: effects.invocation,
    readText: loaded.readText,
    textOf: heavyLine,
    shadow,
    standIns: standIns(shadow),
    files,
    intakes: intakes(shadow, files, effects.now),
    memory: checkMemory(recallFindings(folder, key)),
    inferred: inferenceMemory(readInferences(targetFolder(loaded))),
    warehouse,
  };
  return {
    world,
    memoryKey: key,
    check: (ids) => checkNodes(world, ids),
    close: async () => {
      const findings = world.memory.findings();
      if (findings && key !== null) rememberFindings(folder, key, findings);
      const inferences = world.inferred.inferences();
      if (inferences) writeInferences(targetFolder(loaded), inferences);
      await (await opened)?.close();
    },
  };
}
