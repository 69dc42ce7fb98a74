import { count, percent } from './format.ts';

/** A part of a whole, as a bar with its numbers. */
export function Share({ part, of, what }: { readonly part: number; readonly of: number; readonly what: string }) {
  const share = percent(part, of);
  return (
    <div class="share">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="share-all" width="100" height="6" />
        <rect class="share-part" width={share} height="6" />
      </svg>
      <span>
        <strong>{share} %</strong> {what} <span class="quiet">({`${count(part)} of ${count(of)}`})</span>
      </span>
    </div>
  );
}
