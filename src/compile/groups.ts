import type { ValuePlace } from '../config/layer.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { type Compilation, report } from './compilation.ts';

/** A group that a model or a seed names has to be declared. */
export function checkGroup(compilation: Compilation, group: string | null, at: ValuePlace | null, node: string): void {
  if (group === null) return;
  const { config, properties } = compilation.raw;
  const known = [...config.groups, ...properties.flatMap((file) => file.groups)].map(({ name }) => name);
  if (known.includes(group)) return;
  report(compilation, 'M111', `there is no group \`${group}\``, at, {
    node,
    help: didYouMean(group, known) ?? 'declare it with its owner under `groups:` in a properties file',
  });
}
