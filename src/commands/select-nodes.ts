import { DiagnosticError, hasErrors } from '../diagnostics/diagnostic.ts';
import { type Selection, select } from '../plan/select.ts';
import type { Past } from '../plan/state/past.ts';
import type { Effects } from './effects.ts';
import type { Loaded } from './loaded.ts';
import type { SelectionOptions } from './options.ts';
import { readState } from './read-state.ts';

/** The selected nodes; a selection that cannot be read is thrown. */
export function selectNodes(loaded: Loaded, options: SelectionOptions, effects: Effects): Selection {
  const { manifest } = loaded;
  const { state } = options;
  let past: Past | null = null;
  const selection = select(manifest, {
    select: options.select,
    exclude: options.exclude,
    selector: options.selector,
    resourceTypes: options.resourceTypes,
    excludeResourceTypes: options.excludeResourceTypes,
    indirect: options.indirectSelection ?? 'eager',
    past: () => {
      past ??= state === null ? null : readState(state, loaded, effects);
      return past;
    },
  });
  if (hasErrors(selection.diagnostics)) throw new DiagnosticError(selection.diagnostics);
  return selection;
}

/** The selection as it was typed, for people; null when everything was meant. */
export function selectionText(options: SelectionOptions): string | null {
  const parts = [
    options.select.length > 0 ? options.select.join(' ') : '',
    options.exclude.length > 0 ? `--exclude ${options.exclude.join(' ')}` : '',
    options.selector === null ? '' : `--selector ${options.selector}`,
    options.resourceTypes.length > 0 ? `--resource-type ${options.resourceTypes.join(' ')}` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : parts.join(' ');
}
