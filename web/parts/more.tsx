import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { count } from './format.ts';

const step = 200;

/** The beginning of a long list, and a button for what follows. */
export function useMore<T>(all: readonly T[]): { readonly shown: readonly T[]; readonly more: ComponentChildren } {
  const [most, setMost] = useState(step);
  const left = all.length - most;
  return {
    shown: left > 0 ? all.slice(0, most) : all,
    more:
      left > 0 ? (
        <button type="button" class="more" onClick={() => setMost(most + 5 * step)}>
          … and {count(left)} more
        </button>
      ) : null,
  };
}
