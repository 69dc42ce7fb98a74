import { didYouMean } from '../diagnostics/suggest.ts';
import type { Place } from './ast.ts';
import { absent, type Frame, scopeNames, scopeValue } from './frame.ts';
import { globalNames } from './globals.ts';
import { builtins } from './helpers/builtins.ts';
import { hints } from './hints.ts';
import { type failed, report } from './problems.ts';
import type { Rendering } from './rendering.ts';

/** Reports a name that nothing here has. */
export function unknownName(rendering: Rendering, frame: Frame, name: string, place: Place): typeof failed {
  if (name === 'batch') {
    return report(rendering, frame, 'M205', '`batch` means something only in microbatch models', place, {
      help: 'write `{{config materialized="incremental" incremental_strategy="microbatch" …}}`',
    });
  }
  if (name === 'model') {
    return report(rendering, frame, 'M205', '`model` means nothing here: there is no model', place);
  }
  const around = frame.scope.parent && scopeValue(frame.scope.parent, name) !== absent;
  const known = knownNames(rendering, frame);
  const help =
    hints.get(name) ??
    (around ? `write \`../${name}\`: inside \`#each\`, \`#with\` and macros the names outside are one level up` : null);
  if (frame.caller?.isMacro && frame.caller.scope === frame.scope) {
    return report(rendering, frame, 'M202', `the macro \`${frame.caller.name}\` is called without \`${name}\``, place, {
      label: 'needed here',
      help: hints.get(name) ?? didYouMean(name, known) ?? `pass it: \`{{> ${frame.caller.name} ${name}=…}}\``,
    });
  }
  return report(rendering, frame, 'M202', `unknown name \`${name}\``, place, {
    label: 'no such name',
    help: help ?? nearOf(name, known) ?? (rendering.options.kind === 'generic_test' ? givenOrDefault(name) : null),
  });
}

function givenOrDefault(name: string): string {
  return `give it where the test is declared, or a default at the top of this file: \`{{arguments ${name}=…}}\``;
}

function knownNames(rendering: Rendering, frame: Frame): string[] {
  const names = scopeNames(frame.scope);
  for (let params = frame.params; params; params = params.parent) names.push(...params.names);
  if (rendering.allowed) return [...names, ...rendering.allowed];
  return [...names, 'this', ...globalNames, ...builtins.keys(), ...rendering.scope.helpers.keys()];
}

/** A help line for a name that is not there: what is near, or all there is when it is little. */
export function nearOf(name: string, known: readonly string[]): string | null {
  const near = didYouMean(name, known);
  if (near || known.length === 0 || known.length > 12) return near;
  return `known here: ${known.map((one) => `\`${one}\``).join(', ')}`;
}
