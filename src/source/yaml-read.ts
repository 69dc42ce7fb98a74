import {
  CORE_SCHEMA,
  floatCoreTag,
  intCoreTag,
  loadAll,
  mergeTag,
  type ScalarTagDefinition,
  YAMLException,
} from 'js-yaml';
import { keepsDigits } from './number-text.ts';
import type { Range } from './span.ts';
import type { SourceText } from './text.ts';
import { duplicateKeys, roundedNumbers, syntaxErrors } from './yaml.ts';
import { expandedSize } from './yaml-size.ts';

/** What is wrong with a YAML text itself; `code` is a diagnostic's. */
interface YamlProblem {
  readonly code: 'M102' | 'M104' | 'M106' | 'M119';
  readonly message: string;
  readonly range: Range;
  /** For a key that is there twice: where it stands first. */
  readonly first?: Range;
  readonly help?: string;
}

export interface ReadYaml {
  /** Plain data; null for an empty file or one that cannot be read. Where `problems` is not empty, what could be saved. */
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
}

/** UTF-16 units in one file; nodes after anchors are expanded. */
const limits = { length: 32 * 1024 * 1024, nodes: 1_000_000, depth: 100, aliases: 10_000 };
const schema = CORE_SCHEMA.withTags(mergeTag, noticing(intCoreTag), noticing(floatCoreTag));
const options = { schema, maxDepth: limits.depth, maxAliases: limits.aliases };

/** Whether a number of the text that is being read lost digits. */
let isRounded = false;

function noticing(tag: ScalarTagDefinition<number>): ScalarTagDefinition<number> {
  const resolve: typeof tag.resolve = (text, isExplicit, name) => {
    const value = tag.resolve(text, isExplicit, name);
    // Fewer characters cannot say more than a number keeps.
    if (typeof value === 'number' && text.length > 5 && !keepsDigits(text, value)) isRounded = true;
    return value;
  };
  return { ...tag, resolve };
}

/** Reads a YAML 1.2 text (core schema, merge keys) of one document into plain data. Throws nothing. */
export function readYaml(source: SourceText): ReadYaml {
  if (source.text.length > limits.length) {
    return failed('M102', `the file is larger than ${limits.length / 1024 / 1024} MiB`, at(source, 0));
  }
  isRounded = false;
  try {
    return checked(source, loadAll(source.text, options));
  } catch (error) {
    return diagnosed(source, error);
  }
}

function checked(source: SourceText, documents: readonly unknown[]): ReadYaml {
  const [value = null] = documents;
  const problems: YamlProblem[] = [];
  if (documents.length > 1) problems.push(secondDocument(source));
  if (isRounded) problems.push(...roundedNumbers(source).map(rounded));
  const size = source.text.includes('*') ? expandedSize(value, limits.nodes) : 0;
  if (size === Number.POSITIVE_INFINITY)
    return failed('M102', 'an anchor of this file contains itself', firstAlias(source));
  if (size > limits.nodes) {
    return failed('M102', 'the anchors of this file expand to more than a million values', firstAlias(source));
  }
  return { value, problems };
}

/** The same text again, slowly, to say where it is wrong and to save what can be saved. */
function diagnosed(source: SourceText, error: unknown): ReadYaml {
  const twice = duplicateKeys(source).map(
    ({ key, first, again }): YamlProblem => ({
      code: 'M106',
      message: `\`${key}\` is given twice`,
      range: again,
      first,
      help: 'keep one of them',
    }),
  );
  if (twice.length > 0) {
    try {
      const saved = checked(source, loadAll(source.text, { ...options, json: true }));
      return { value: saved.value, problems: [...twice, ...saved.problems] };
    } catch {
      return { value: null, problems: [...twice, ...syntax(source, error)] };
    }
  }
  return { value: null, problems: syntax(source, error) };
}

function syntax(source: SourceText, error: unknown): YamlProblem[] {
  const found = syntaxErrors(source).map(
    ({ message, range }): YamlProblem => ({ code: 'M102', message: `this is not valid YAML: ${message}`, range }),
  );
  if (found.length > 0) return found;
  if (error instanceof YAMLException && !/duplicated mapping key/.test(error.reason)) {
    const range = at(source, error.mark?.position ?? 0);
    return [{ code: 'M102', message: `this is not valid YAML: ${error.reason}`, range }];
  }
  if (error instanceof YAMLException) return [];
  const said = error instanceof Error ? error.message : String(error);
  return [{ code: 'M102', message: `this YAML cannot be read: ${said}`, range: at(source, 0) }];
}

function rounded({ written, value, range }: { written: string; value: number; range: Range }): YamlProblem {
  return {
    code: 'M104',
    message: `\`${written}\` has more digits than a number keeps: it would be ${value}`,
    range,
    help: `write \`'${written}'\` to keep all of them`,
  };
}

function firstAlias(source: SourceText): Range {
  return at(source, Math.max(0, source.text.search(/(?<=[\s[{,])\*[^\s*]/)));
}

function secondDocument(source: SourceText): YamlProblem {
  const marks = [...source.text.matchAll(/^---(?=\s|$)/gm)];
  const before = source.text.slice(0, marks[0]?.index ?? 0).replace(/^\s*(#.*|%.*)?$/gm, '');
  const mark = before.trim() === '' ? marks[1] : marks[0];
  return {
    code: 'M119',
    message: 'a second document begins here',
    range: at(source, mark?.index ?? 0, 3),
    help: 'a file holds one document: move the rest to a file of its own, or take the `---` away',
  };
}

function failed(code: YamlProblem['code'], message: string, range: Range): ReadYaml {
  return { value: null, problems: [{ code, message, range }] };
}

function at(source: SourceText, offset: number, length = 1): Range {
  return { file: source.path, from: offset, to: Math.min(offset + length, source.text.length) };
}
