import type { Place } from './ast.ts';

/** Something written for dbt, and how it is written here. */
export interface Jinja {
  readonly place: Place;
  readonly help: string;
}

const call = /\{\{\{?[-~]?\s*([A-Za-z_][\w.]*)\(([^()]*)\)\s*[-~]?\}?\}\}/y;
const callStart = /\{\{\{?[-~]?\s*([A-Za-z_][\w.]*)\(/g;
const argument =
  /\s*(?:([A-Za-z_]\w*)\s*=\s*)?('[^']*'|"[^"]*"|-?\d+(?:\.\d+)?|true|false|True|False|none|None)\s*(?:,|$)/y;
const statement =
  /\{%[-+]?\s*(if|elif|else|endif|for|endfor|set|endset|macro|endmacro|do|call|endcall|filter|endfilter|raw|endraw|snapshot|endsnapshot|test|endtest|materialization|endmaterialization|block|endblock|include|import|from|extends|docs|enddocs)\b[\s\S]*?%\}/g;
const comment = /\{#[\s-][\s\S]*?#\}/g;

const statements: Readonly<Record<string, string>> = {
  if: 'write `{{#if …}}…{{else}}…{{/if}}`',
  elif: 'write `{{else if …}}`',
  else: 'write `{{else}}`',
  endif: 'write `{{/if}}`',
  for: 'write `{{#each (list "a" "b")}}…{{this}}…{{/each}}`',
  endfor: 'write `{{/each}}`',
  set: 'there is no `set`: write the value where it is used, as a variable in project.yml, or pass it to a macro',
  macro: 'write the macro as a file of its own, `macros/<name>.sql`, and use it with `{{> <name> arg="…"}}`',
  endmacro: 'a macro is a whole file, `macros/<name>.sql`',
  snapshot: 'a snapshot is a model: `{{config materialized="scd2" …}}`',
  test: 'write the test as `macros/tests/<name>.sql`',
  raw: 'write `{{{{raw}}}}…{{{{/raw}}}}`',
};

/** Jinja statements and comments in literal text. SQL that needs such text in quotes writes it as `{{lit "…"}}`. */
export function jinjaText(text: string): Jinja[] {
  const found: Jinja[] = [];
  for (const one of text.includes('{%') ? text.matchAll(statement) : []) {
    found.push({ place: placed(one), help: statements[one[1] ?? ''] ?? 'Handlebars has no `{% … %}`' });
  }
  for (const one of text.includes('{#') ? text.matchAll(comment) : []) {
    found.push({ place: placed(one), help: 'a comment is `{{!-- … --}}`' });
  }
  return found;
}

function placed({ index, 0: whole }: RegExpExecArray): Place {
  return { from: index, to: index + whole.length };
}

/** Calls with parentheses, `{{ ref('x') }}`, from `start` of the text. */
export function jinjaCalls(text: string, start = 0): Jinja[] {
  callStart.lastIndex = start;
  return [...text.matchAll(callStart)].filter((one) => one.index >= start).map((one) => jinjaCall(text, one));
}

/** The call in the braces at `open`, if it is one. */
export function jinjaCallAt(text: string, open: number): Jinja | null {
  callStart.lastIndex = open;
  const found = callStart.exec(text);
  return found?.index === open ? jinjaCall(text, found) : null;
}

function jinjaCall(text: string, begun: RegExpExecArray): Jinja {
  call.lastIndex = begun.index;
  const whole = call.exec(text);
  const name = begun[1] ?? '';
  const from = begun.index + begun[0].indexOf(name);
  const written = (whole ?? begun)[0].replace(/\s*[-~]?\}+$/, '');
  return { place: { from, to: begun.index + written.length }, help: translation(name, whole?.[2]) };
}

const names: Readonly<Record<string, string>> = { env_var: 'env' };

function translation(name: string, written: string | undefined): string {
  if (name === 'is_incremental') return 'in mart `is_incremental` is a value: write `{{#if is_incremental}}…{{/if}}`';
  const here = names[name] ?? name;
  const args = written === undefined ? null : readArguments(written);
  if (!args) return `calls have no parentheses here: write \`{{${here} …}}\``;
  if ((name === 'var' || name === 'env_var') && args.length === 2) args[1] = `default=${args[1]}`;
  return `in mart write \`{{${[here, ...args].join(' ')}}}\``;
}

function readArguments(text: string): string[] | null {
  const args: string[] = [];
  argument.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ''; at = argument.lastIndex) {
    argument.lastIndex = at;
    const found = argument.exec(text);
    if (!found) return null;
    const value = literal(found[2] ?? '');
    args.push(found[1] === undefined ? value : `${found[1]}=${value}`);
  }
  return args;
}

function literal(written: string): string {
  if (written.startsWith("'")) return written.includes('"') ? written : `"${written.slice(1, -1)}"`;
  return written.startsWith('"') ? written : written.toLowerCase().replace('none', 'null');
}
