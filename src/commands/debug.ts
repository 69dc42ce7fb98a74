import { hasErrors } from '../diagnostics/diagnostic.ts';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { ProjectOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';

/** Says what mart sees: versions, project, target, and whether the warehouse opens. */
export async function debug(options: ProjectOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const { manifest, readText } = loaded;
  const { target } = manifest;
  const lines = [
    `mart      ${effects.version} on Node ${process.versions.node}, ${process.platform} ${process.arch}`,
    `project   ${manifest.project} in ${loaded.root}`,
    `nodes     ${manifest.nodes.size}`,
    `target    ${target.name}: ${target.type}, ${target.path}, schema ${target.schema}, ${target.threads} threads`,
  ];
  if (hasErrors(loaded.diagnostics)) {
    return outcome(1, { stdout: lines.join('\n'), diagnostics: loaded.diagnostics, readText });
  }
  const adapter = await effects.openAdapter(target, { root: loaded.root, readOnly: false, waitSeconds: 0 });
  try {
    const rows = await adapter.read((session) => session.rows('select version() as version'));
    const relations = await adapter.relations();
    lines.push(`engine    ${target.type} ${String(rows[0]?.version)}: connected, ${relations.length} relations`);
  } finally {
    await adapter.close();
  }
  return outcome(0, { stdout: lines.join('\n'), diagnostics: loaded.diagnostics, readText });
}
