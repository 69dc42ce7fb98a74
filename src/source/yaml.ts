import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from 'yaml';
import { keepsDigits } from './number-text.ts';
import type { Range } from './span.ts';
import type { SourceText } from './text.ts';
import type { YamlPlace } from './yaml-place.ts';

/** A YAML text with positions: slow to make, so made only for an error, and the last few are kept. */
interface Tree {
  readonly text: string;
  readonly documents: readonly Document.Parsed[];
}

const kept = new Map<string, Tree>();
const keptTrees = 4;

function treeOf(source: SourceText): Tree {
  const known = kept.get(source.path);
  if (known?.text === source.text) return known;
  const tree = { text: source.text, documents: parsed(source.text) };
  kept.delete(source.path);
  kept.set(source.path, tree);
  for (const path of kept.keys()) if (kept.size > keptTrees) kept.delete(path);
  return tree;
}

function parsed(text: string): readonly Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, {
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Every syntax error that the text has, in order, each place once. */
export function syntaxErrors(source: SourceText): { readonly message: string; readonly range: Range }[] {
  const found = treeOf(source).documents.flatMap((document) => {
    const unknownTags = document.warnings.filter((one) => one.code === 'TAG_RESOLVE_FAILED');
    return [...document.errors, ...unknownTags];
  });
  return found
    .filter((one, index) => found.findIndex((other) => other.pos[0] === one.pos[0]) === index)
    .map((one) => ({
      message: one.message.charAt(0).toLowerCase() + one.message.slice(1).trimEnd().replace(/\.$/, ''),
      range: { file: source.path, from: one.pos[0], to: Math.max(one.pos[0] + 1, one.pos[1]) },
    }));
}

/** Every key that its mapping already has. */
export function duplicateKeys(
  source: SourceText,
): { readonly key: string; readonly first: Range; readonly again: Range }[] {
  const found: { key: string; first: Range; again: Range }[] = [];
  for (const document of treeOf(source).documents) {
    visit(document, {
      Map(_, map) {
        const seen = new Map<string, Range>();
        for (const pair of map.items) {
          const again = isScalar(pair.key) && nodeRange(source, pair.key);
          if (!again) continue;
          const key = keyOf(pair);
          const first = seen.get(key);
          if (first) found.push({ key, first, again });
          else if (key !== '<<') seen.set(key, again);
        }
      },
    });
  }
  return found.sort((a, b) => a.again.from - b.again.from);
}

/** Every number that is not what its digits say. */
export function roundedNumbers(
  source: SourceText,
): { readonly written: string; readonly value: number; readonly range: Range }[] {
  const found: { written: string; value: number; range: Range }[] = [];
  for (const document of treeOf(source).documents) {
    visit(document, {
      Scalar(_, scalar) {
        const { value, source: written } = scalar;
        const range = nodeRange(source, scalar);
        if (
          typeof value !== 'number' ||
          !Number.isFinite(value) ||
          written === undefined ||
          !range ||
          keepsDigits(written, value)
        )
          return;
        found.push({ written, value, range });
      },
    });
  }
  return found;
}

/**
 * Where the key or the value at a place stands in the text. What is not there gives the nearest thing around it: for a
 * missing key its mapping's first key or the key above. Block mappings and lists are shown by their key.
 */
export function rangeOf(source: SourceText, place: YamlPlace, part: 'key' | 'value' = 'value'): Range {
  const document = treeOf(source).documents[0];
  let node: Node | null = document?.contents ?? null;
  let key: Node | null = null;
  for (const step of place.path) {
    const inside: Node | null = document && isAlias(node) ? (node.resolve(document) ?? null) : node;
    const found: Found | undefined = document && inside ? child(document, inside, step) : undefined;
    if (!found) return shown(source, node, key);
    node = found.value;
    key = found.key;
  }
  if (part === 'key' && key) return nodeRange(source, key) ?? shown(source, node, key);
  return shown(source, node, key);
}

/** The text of a scalar as its author wrote it, quotes included; undefined for anything else. */
export function writtenAt(source: SourceText, place: YamlPlace): string | undefined {
  const range = rangeOf(source, place, 'value');
  return range.to > range.from ? source.text.slice(range.from, range.to) : undefined;
}

interface Found {
  readonly key: Node | null;
  readonly value: Node | null;
}

function child(document: Document, node: Node, step: string | number): Found | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    if (item === undefined) return undefined;
    return { key: null, value: isPair(item) ? null : (item as Node) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.findLast((one) => keyOf(one) === String(step));
  if (pair) return { key: pair.key as Node, value: pair.value as Node | null };
  return merged(document, node, step);
}

function merged(document: Document, map: YAMLMap, step: string | number): Found | undefined {
  for (const pair of map.items) {
    if (keyOf(pair) !== '<<') continue;
    const value = resolved(document, pair.value);
    const sources = isSeq(value) ? value.items.map((item) => resolved(document, item)) : [value];
    for (const from of sources) {
      const found = isMap(from) ? child(document, from, step) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

function resolved(document: Document, value: unknown): unknown {
  return isAlias(value) ? value.resolve(document) : value;
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

function shown(source: SourceText, node: Node | null, key: Node | null): Range {
  const keyRange = key && nodeRange(source, key);
  if (!node) return keyRange ?? { file: source.path, from: 0, to: 0 };
  if (isCollection(node) && !node.flow) {
    const first = node.items[0];
    const inner = isPair(first) ? first.key : first;
    return keyRange ?? (inner ? shown(source, inner as Node, null) : fallback(source));
  }
  const range = nodeRange(source, node);
  if (!range || range.from === range.to) return keyRange ?? fallback(source);
  return isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
    ? blockText(source, range)
    : range;
}

/** A block scalar without its `|` and the spaces around. */
function blockText(source: SourceText, range: Range): Range {
  const start = source.text.indexOf('\n', range.from);
  const text = source.text.slice(start, range.to);
  if (start < 0 || start >= range.to || text.trim() === '') return range;
  return { ...range, from: start + text.length - text.trimStart().length, to: start + text.trimEnd().length };
}

function nodeRange(source: SourceText, node: Node): Range | undefined {
  return node.range ? { file: source.path, from: node.range[0], to: node.range[1] } : undefined;
}

function fallback(source: SourceText): Range {
  return { file: source.path, from: 0, to: Math.min(1, source.text.length) };
}
