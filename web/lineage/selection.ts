import { useEffect, useState } from 'preact/hooks';
import type { Manifest } from '../../src/nodes/manifest.ts';
import { select } from '../../src/plan/select.ts';
import { selectManifest } from '../../src/site/select-manifest.ts';
import { load } from '../data/files.ts';
import { site } from '../data/site.ts';
import { focusOf, neighbourhood } from './neighbourhood.ts';

export interface Selected {
  /** Sorted; null while the grammar's data is on its way. */
  readonly nodes: readonly number[] | null;
  /** What is wrong with the selection, and what may be meant. */
  readonly problems: readonly { readonly message: string; readonly help: string | null }[];
}

let manifest: Promise<Manifest> | null = null;

/** What a selector means, in the words and with the code of the command line. '' is everything. */
export function useSelection(selector: string): Selected {
  const [asked, answer] = useState<{ readonly selector: string; readonly selected: Selected } | null>(null);
  const quick = quickly(selector);
  useEffect(() => {
    if (quick) return;
    let isWanted = true;
    byGrammar(selector).then(
      (selected) => isWanted && answer({ selector, selected }),
      (error: Error) =>
        isWanted && answer({ selector, selected: { nodes: [], problems: [{ message: error.message, help: null }] } }),
    );
    return () => {
      isWanted = false;
    };
  }, [selector]);
  if (quick) return { nodes: quick, problems: [] };
  return asked?.selector === selector ? asked.selected : { nodes: null, problems: [] };
}

/** One node with its neighbours, or everything, need no grammar. */
function quickly(selector: string): readonly number[] | null {
  if (selector.trim() === '') return [...site().index.nodes.name.keys()];
  const focus = focusOf(selector);
  return focus && neighbourhood(focus);
}

async function byGrammar(selector: string): Promise<Selected> {
  const { index } = site();
  manifest ??= load('select').then((data) => selectManifest(index, data));
  const { ids, diagnostics } = select(await manifest, {
    select: [selector],
    exclude: [],
    resourceTypes: [],
    excludeResourceTypes: [],
    indirect: 'empty',
  });
  const nodes = [...ids].map(Number).filter((node) => node < index.nodes.name.length);
  return {
    nodes: nodes.sort((a, b) => a - b),
    problems: diagnostics.map(({ message, help }) => ({ message, help })),
  };
}
