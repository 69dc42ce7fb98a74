import { EngineError, type EngineErrorKind } from '../adapter/port.ts';
import type { Code } from '../diagnostics/codes.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { systemFinding } from '../diagnostics/system-error.ts';
import { type CodePlace, compiledNote, labelsAt, spanOfPlace } from './places.ts';
import { CodeError } from './send.ts';

const meaning: Readonly<Record<EngineErrorKind, { readonly code: Code; readonly label: string }>> = {
  column: { code: 'M301', label: 'no such column' },
  table: { code: 'M302', label: 'no such table' },
  syntax: { code: 'M303', label: 'cannot be parsed' },
  type: { code: 'M304', label: 'types do not fit' },
  function: { code: 'M305', label: 'no such function' },
  ambiguous: { code: 'M306', label: 'ambiguous' },
  conversion: { code: 'M501', label: 'does not fit' },
  constraint: { code: 'M511', label: 'constraint' },
  file: { code: 'M508', label: 'cannot be read' },
  conflict: { code: 'M511', label: 'conflict' },
  interrupted: { code: 'M512', label: 'interrupted' },
  locked: { code: 'M504', label: 'in use' },
  data: { code: 'M310', label: 'depends on the data' },
  memory: { code: 'M539', label: 'needs more memory' },
  other: { code: 'M511', label: 'refused here' },
};

/** Every finding in something thrown while a node was being built; what is none of ours is thrown on. */
export function findings(error: unknown, place: CodePlace, code?: Code): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) {
    return error.diagnostics.map((one) => (one.node === null ? { ...one, node: place.node } : one));
  }
  if (error instanceof CodeError) return [refusal(error, place, codeFor(error.engine, code, error.isBinding))];
  if (error instanceof EngineError) return [plainRefusal(error, place, codeFor(error, code))];
  const refused = systemFinding(error);
  if (!refused) throw error;
  return [{ ...refused, node: place.node, labels: [{ span: spanOfPlace(place.declared, place.readText), text: '' }] }];
}

/** `code` overrules the engine's kind, except that an interruption is nobody's fault. */
function codeFor(engine: EngineError, code: Code | undefined, isBinding = false): Code {
  if (code && engine.kind !== 'interrupted') return code;
  // What the engine refuses at a place it refuses while binding; the rest happens while a statement runs.
  if (engine.kind === 'other' && (isBinding || engine.position !== null)) return 'M310';
  return meaning[engine.kind].code;
}

/** An engine's refusal of an author's SQL, at its place in the author's file. */
function refusal(error: CodeError, place: CodePlace, code: Code): Diagnostic {
  const { engine } = error;
  const { offset, length } = stretchOf(error);
  const { label } = meaning[engine.kind];
  return diagnostic(code, sentence(engine.message), {
    labels: labelsAt(error.code, offset, length, label, place),
    notes: compiledNote(error.code, offset, place),
    help: engine.help ?? wayOut(error, place, code),
    node: place.node,
  });
}

function wayOut({ engine, isBinding }: CodeError, place: CodePlace, code: Code): string | null {
  const meant = suggestion(engine);
  if (!isTable(engine) || code === 'M506') return meant;
  if (isBinding) return meant ?? named;
  // A table of that very name elsewhere, of another target for example, is hardly what a `ref` means.
  const isElsewhere = engine.candidates.some((one) => one.endsWith(`.${engine.subject}`));
  const build = notBuilt(place.node);
  if (meant === null || !isElsewhere || build === null) return meant ?? build;
  return `${build}; otherwise: ${meant}`;
}

/** A refusal of a statement of mart's own: there is only the declaration to point at. */
function plainRefusal(error: EngineError, place: CodePlace, code: Code): Diagnostic {
  return diagnostic(code, sentence(error.message), {
    labels: [{ span: spanOfPlace(place.declared, place.readText), text: '' }],
    help: error.help,
    node: place.node,
  });
}

/** A name with what qualifies it: `p."first name"`. */
const qualifiedName = /^(?:(?:"[^"]*"|[\p{L}\p{N}_]+)\.)*(?:"[^"]*"|[\p{L}\p{N}_]+)/u;

export function qualifiedNameAt(text: string, at: number): string {
  return qualifiedName.exec(text.slice(at, at + 200))?.[0] ?? '';
}

/** What to underline: the name that was not found where the engine points, or where it stands if that is one place. */
function stretchOf({ engine, code, offset }: CodeError): { readonly offset: number | null; readonly length: number } {
  const { subject } = engine;
  const at = engine.position === null ? -1 : engine.position - offset;
  if (at >= 0 && at <= code.text.length) {
    const name = qualifiedNameAt(code.text, at) || ' ';
    const inside = subject ? name.indexOf(subject) : -1;
    return inside < 0 ? { offset: at, length: name.length } : { offset: at + inside, length: subject?.length ?? 1 };
  }
  const setOperation = engine.message.startsWith('Set operations') ? onlyMatch(code.text, setOperations) : null;
  if (setOperation) return setOperation;
  const first = subject ? code.text.indexOf(subject) : -1;
  const isOnly = first >= 0 && code.text.indexOf(subject ?? '', first + 1) < 0;
  return isOnly ? { offset: first, length: subject?.length ?? 1 } : { offset: null, length: 1 };
}

const setOperations = /\b(?:union|except|intersect)\b/gi;

function onlyMatch(text: string, pattern: RegExp): { readonly offset: number; readonly length: number } | null {
  const [found, second] = text.matchAll(pattern);
  return found && !second ? { offset: found.index, length: found[0].length } : null;
}

/** An engine's message as one of ours: its first line, in lower case, names in backticks. */
export function sentence(message: string): string {
  const line = (message.split('\n', 1)[0] ?? '').replace(/^[A-Z][A-Za-z ]* Error: /, '');
  const plain = line.replace(/"([^"\n]+)"/g, '`$1`').replace(/[!.\s]+$/, '');
  return /^[A-Z][a-z]/.test(plain) ? plain.charAt(0).toLowerCase() + plain.slice(1) : plain;
}

/** Engines name candidates that are far off, too: only near ones are meant, the others are what there is. */
function suggestion({ kind, subject, candidates }: EngineError): string | null {
  if (candidates.length === 0) return null;
  const list = candidates.map((name) => `\`${name}\``);
  if (kind === 'ambiguous') return `say which one: ${list.join(' or ')}`;
  const meant = didYouMean(subject ?? '', candidates);
  if (kind !== 'column') return meant;
  if (meant === null) return `available: ${list.join(', ')}`;
  return candidates.length === 1 ? meant : `${meant} (available: ${list.join(', ')})`;
}

/** A table, not a word in front of a column. */
function isTable({ kind, message }: EngineError): boolean {
  return kind === 'table' && !message.startsWith('Referenced table');
}

const named = 'name what the project makes with `ref`, and what somebody else fills with `source`';

/** A relation that the project names is missing when nobody has built it. */
function notBuilt(node: string): string | null {
  if (node === '--sql') return 'if it is a model or a seed that was never built: `mart build`';
  return /^[\w$]+$/.test(node) ? `if it is a model or a seed that was never built: \`mart build -s +${node}\`` : null;
}
