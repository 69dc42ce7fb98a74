import { nameOf } from '../data/site.ts';
import { columnHref } from '../route.ts';
import type { Traced } from './trace.ts';

/** The way of a column as text: each below the one that it comes from or goes into. */
export function TraceTree({ of }: { readonly of: Traced }) {
  return (
    <ul class="trace">
      <Branch at={of} />
    </ul>
  );
}

function Branch({ at }: { readonly at: Traced }) {
  const name = nameOf(at.node);
  return (
    <li>
      <a class="column-ref" href={columnHref(name, at.column)}>
        {name}.{at.column}
      </a>{' '}
      {at.kind === null ? null : <span class={`edge-kind ${at.kind}`}>{at.kind}</span>}{' '}
      <span class="quiet">
        {at.type.toLowerCase()}
        {at.isSeen ? ' (above)' : ''}
        {at.unknown === null ? '' : ` not known: ${at.unknown.replaceAll('`', '')}`}
      </span>
      {at.next.length > 0 ? (
        <ul>
          {at.next.map((next) => (
            <Branch at={next} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}
