import type { ComponentChildren } from 'preact';
import type { SiteFiles } from '../../src/site/contract.ts';
import { file } from '../data/files.ts';

/** Shows a page when its file of data is there, and says so while it is not. */
export function WithFile<K extends keyof SiteFiles>({
  name,
  children,
}: {
  readonly name: K;
  readonly children: (value: SiteFiles[K]) => ComponentChildren;
}) {
  const found = file(name).value;
  if (!found) return <Loading />;
  return <>{'value' in found ? children(found.value) : <p role="alert">{found.error}</p>}</>;
}

export function Loading() {
  return (
    <p class="loading" role="status">
      loading …
    </p>
  );
}
