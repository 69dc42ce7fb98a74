import { DiagnosticError, hasErrors } from '../diagnostics/diagnostic.ts';
import { type Selection, select } from '../plan/select.ts';
import type { Past } from '../plan/state/past.ts';
import type { Effects } from './effects.ts';
import { ledgerState } from './ledger-state.ts';
import type { Loaded } from './loaded.ts';
import type { SelectionOptions } from './options.ts';
import { readState } from './read-state.ts';

/** The selected nodes; a selection that cannot be read is thrown. */
export async function selectNodes(
  loaded: Loaded,
  options: SelectionOptions & { readonly waitSeconds?: number },
  effects: Effects,
): Promise<Selection> {
  const { manifest } = loaded;
  const { state, waitSeconds = 0 } = options;
  let past: Past | null = null;
  if (state === null && comparesWithPast(loaded, options)) past = await ledgerState(loaded, waitSeconds, effects);
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

/** Whether the selection, or a selector that it may name, compares with something earlier. */
export function comparesWithPast(
  { manifest }: Loaded,
  { select: chosen, exclude, selector }: SelectionOptions,
): boolean {
  const typed = [...chosen, ...exclude].join(' ');
  const isNamed = selector !== null || /\bselector:/.test(typed);
  return (
    /\b(?:state|result):/.test(typed) || (isNamed && /\b(?:state|result)\b/.test(JSON.stringify(manifest.selectors)))
  );
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
