import type { ComponentChildren } from 'preact';
import { site } from '../data/site.ts';
import { nodeHref } from '../route.ts';

const words =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/|\{\{!--[\s\S]*?--\}\})|(?<template>\{\{[^}]*\}\})|(?<string>'(?:[^']|'')*')|(?<name>"(?:[^"]|"")*")|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>\b[a-z_]\w*\b)/gi;

const keywords = new Set(
  `all and anti any array as asc asof between by case cast cross current date desc distinct else end except exclude exists
  extract false filter first following for from full group grouping having if in inner intersect interval into is join
  lag last lateral lead left like limit natural not null nulls offset on or order outer over partition pivot positional
  preceding qualify range recursive replace right row rows sample select semi sets some struct table then time timestamp
  true try_cast unbounded union unnest unpivot using values when where window with within`.split(/\s+/),
);

/** SQL with its words set apart, and with `ref` and `source` as links. */
export function Sql({ text }: { readonly text: string }) {
  return (
    <pre class="sql">
      <code>{pieces(text)}</code>
    </pre>
  );
}

function pieces(text: string): ComponentChildren[] {
  const out: ComponentChildren[] = [];
  let done = 0;
  for (const found of text.matchAll(words)) {
    const [word] = found;
    const kind = Object.entries(found.groups ?? {}).find(([, value]) => value !== undefined)?.[0];
    if (kind === 'word' && !keywords.has(word.toLowerCase())) continue;
    if (kind === 'name') continue;
    out.push(text.slice(done, found.index));
    out.push(kind === 'template' ? template(word) : <span class={`sql-${kind}`}>{word}</span>);
    done = found.index + word.length;
  }
  out.push(text.slice(done));
  return out;
}

function template(text: string): ComponentChildren {
  const [, helper, first = '', second = ''] = /^\{\{\s*(ref|source)\s+"([^"]+)"(?:\s+"([^"]+)")?/.exec(text) ?? [];
  const name = helper === 'source' ? `source:${first}.${second}` : second || first;
  const isKnown = helper !== undefined && site().byName.has(name);
  if (!isKnown) return <span class="sql-template">{text}</span>;
  return (
    <a class="sql-template" href={nodeHref(name)}>
      {text}
    </a>
  );
}
