import { nameOf, site, wordOf } from '../data/site.ts';
import { nodeHref } from '../route.ts';

/** A node by its name. */
export function NodeLink({ node }: { readonly node: number }) {
  const name = nameOf(node);
  return (
    <a class="node-link" href={nodeHref(name)}>
      {name}
    </a>
  );
}

/** Its kind: `table`, `view`, `seed`, … */
export function Kind({ node }: { readonly node: number }) {
  return <span class="kind">{wordOf(site().index.nodes.kind, node)}</span>;
}
