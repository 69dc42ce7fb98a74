import { type ComponentChildren, h } from 'preact';
import { type Rich, richTags } from '../../src/site/contract.ts';

/** Descriptions as elements. No HTML text is ever made, and only known elements are. */
export function RichText({ of }: { readonly of: Rich }) {
  return <>{children(of)}</>;
}

export function RichBlock({ of }: { readonly of: Rich }) {
  return <div class="markdown">{children(of)}</div>;
}

function children(parts: Rich): ComponentChildren {
  return parts.map((part) => {
    if (typeof part === 'string') return part;
    if (!richTags.includes(part.tag)) return children(part.children);
    if (part.tag === 'a') return <WebLink to={part.href ?? ''}>{children(part.children)}</WebLink>;
    return h(part.tag, null, children(part.children));
  });
}

/** Addresses of the web and of mail are links; anything else is text. */
export function WebLink({ to, children: inside }: { readonly to: string; readonly children: ComponentChildren }) {
  if (!/^(?:https?:\/\/|mailto:)/i.test(to)) return <span>{inside}</span>;
  return (
    <a href={to} rel="noopener noreferrer" target="_blank">
      {inside}
    </a>
  );
}
