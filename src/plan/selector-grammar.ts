import { didYouMean } from '../diagnostics/suggest.ts';
import { type Criterion, type Group, type Indirect, type Method, methods, type Problem, type Spec } from './spec.ts';

/** Either the criterion that a text spells, or what is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * One criterion: `@`, or a depth and `+`; a method and `:`; a value; `+` and a depth. `at` is where the text begins in
 * the whole.
 */
export function parseCriterion(text: string, indirect: Indirect, at = 0): Parsed<Criterion> {
  const pieces = /^(@?)(?:(\d*)\+)?(?:([\w.]+):)?(.*?)(?:\+(\d*))?$/su.exec(text);
  const [, childrensParents, up, method, value = '', down] = pieces ?? [];
  const valueAt = text.length - value.length - (down === undefined ? 0 : down.length + 1);
  const problem = problemOf(text, { valueAt, value, method, both: childrensParents === '@' && down !== undefined });
  if (problem) return { ok: false, problems: [{ ...problem, from: problem.from + at, to: problem.to + at }] };
  const [name, ...argument] = (method ?? defaultMethod(value)).split('.');
  return {
    ok: true,
    value: {
      kind: 'criterion',
      text,
      method: name as Method,
      argument,
      value,
      childrensParents: childrensParents === '@',
      parents: depth(up),
      children: depth(down),
      indirect,
    },
  };
}

interface Pieces {
  readonly valueAt: number;
  readonly value: string;
  readonly method: string | undefined;
  /** `@` before and `+` behind. */
  readonly both: boolean;
}

function problemOf(text: string, { valueAt, value, method, both }: Pieces): Problem | null {
  const whole = { from: 0, to: text.length };
  if (text === '') return { ...whole, message: 'a name is missing', help: null };
  if (value === '') {
    const help = method === undefined ? 'write `+name`, `name+` or `@name`' : `write \`${method}:name\``;
    return { ...whole, message: `\`${text}\` names nothing`, help };
  }
  if (both) {
    const message = `\`@\` before and \`+\` behind a name do not go together`;
    return { ...whole, message, help: '`@` goes down to all children already' };
  }
  if (method !== undefined) {
    const wrong = methodProblem(method);
    return wrong && { ...wrong, from: valueAt - method.length - 1, to: valueAt - 1 };
  }
  const bad = /^[@+]|[+:]/u.exec(value);
  if (!bad) return null;
  const place = { from: valueAt + bad.index, to: valueAt + bad.index + 1 };
  return bad[0] === ':'
    ? { ...place, from: valueAt, ...unknownMethod(value.slice(0, bad.index)) }
    : { ...place, message: `\`${bad[0]}\` cannot stand there in \`${text}\``, help: null };
}

/** What is wrong with a method and its argument, as `tag` or `config.materialized`; null for nothing. */
export function methodProblem(written: string): Pick<Problem, 'message' | 'help'> | null {
  const [name = '', ...argument] = written.split('.');
  if (!methods.includes(name as Method)) return unknownMethod(name);
  if (name !== 'config') {
    return argument.length === 0 ? null : { message: `\`${name}\` takes nothing behind a dot`, help: null };
  }
  if (argument.length > 0 && !argument.includes('')) return null;
  return { message: '`config` needs the key to look at', help: 'write `config.materialized`, `config.meta.owner`' };
}

function unknownMethod(name: string): Pick<Problem, 'message' | 'help'> {
  if (name === '') return { message: 'a method is missing before `:`', help: 'write `tag:nightly`' };
  const known = `methods are ${methods.map((one) => `\`${one}\``).join(', ')}`;
  return { message: `\`${name}\` is not a selection method`, help: didYouMean(name, methods) ?? known };
}

/** What `--select` or `--exclude` spell together: words are a union, commas in a word an intersection. */
export function parseWords(text: string, indirect: Indirect): Parsed<Group[]> {
  const problems: Problem[] = [];
  const words: Group[] = [];
  for (const word of text.matchAll(/\S+/gu)) {
    const parts: Spec[] = [];
    let at = word.index;
    for (const part of word[0].split(',')) {
      const parsed = parseCriterion(part, indirect, at);
      if (parsed.ok) parts.push(parsed.value);
      else problems.push(...parsed.problems.map((one) => (part === '' ? besideComma(one, word.index, word[0]) : one)));
      at += part.length + 1;
    }
    words.push({ kind: 'intersection', parts, indirect, expected: word[0] });
  }
  if (words.length === 0) problems.push({ message: 'the selection is empty', from: 0, to: text.length, help: null });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: words };
}

/** A value without a method: a path when it looks like one, else a name. */
function defaultMethod(value: string): Method {
  if (value.includes('/')) return 'path';
  return /\.(sql|csv|ts|ya?ml)$/iu.test(value) ? 'file' : 'fqn';
}

function depth(written: string | undefined): number | null {
  if (written === undefined) return null;
  return written === '' ? Number.POSITIVE_INFINITY : Number(written);
}

/** An empty place between commas is shown by the comma beside it. */
function besideComma(problem: Problem, wordAt: number, word: string): Problem {
  const from = problem.from > wordAt ? problem.from - 1 : problem.from;
  return { ...problem, message: `a name is missing beside the comma in \`${word}\``, from, to: from + 1 };
}
