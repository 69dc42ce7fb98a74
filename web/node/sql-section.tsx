import { useState } from 'preact/hooks';
import { site, sqlOf, wordOf } from '../data/site.ts';
import { Scroller } from '../parts/scroller.tsx';
import { Sql } from '../parts/sql.tsx';
import { Loading } from '../parts/waiting.tsx';

/** The SQL of a model: as it is written, and as it is sent. */
export function SqlSection({ node }: { readonly node: number }) {
  const [which, show] = useState<'raw' | 'compiled'>('raw');
  const { index } = site();
  if (index.slim || wordOf(index.nodes.resource, node) !== 'model') return null;
  const found = sqlOf(node);
  return (
    <section>
      <h2>SQL</h2>
      <fieldset class="choice">
        <legend class="unseen">which SQL</legend>
        {(['raw', 'compiled'] as const).map((one) => (
          <label>
            <input type="radio" name="sql" checked={which === one} onChange={() => show(one)} />
            {one === 'raw' ? 'as written' : 'compiled'}
          </label>
        ))}
      </fieldset>
      {found ? (
        <Scroller label={`SQL, ${which === 'raw' ? 'as written' : 'compiled'}`}>
          <Sql text={found[which]} />
        </Scroller>
      ) : (
        <Loading />
      )}
    </section>
  );
}
