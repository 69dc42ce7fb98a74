import { setQuery } from '../route.ts';
import { type Lens, lenses } from './lens.ts';

export function LensChoice({ lens }: { readonly lens: Lens }) {
  return (
    <label class="lens">
      lens{' '}
      <select value={lens} onChange={(event) => setQuery({ lens: event.currentTarget.value })}>
        {lenses.map((one) => (
          <option value={one}>{one}</option>
        ))}
      </select>
    </label>
  );
}
