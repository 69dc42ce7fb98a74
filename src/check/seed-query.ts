import type { Adapter, EngineError, SeedLoad } from '../adapter/port.ts';
import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { NodePlace, Seed } from '../nodes/node.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import { sentence } from './errors.ts';
import { type CodePlace, spanOfPlace } from './places.ts';
import { engineError } from './send.ts';

interface DeclaredType {
  readonly name: string;
  readonly type: string;
  readonly at: NodePlace | null;
}

/** The query over a seed's CSV. Declared types win over what the engine finds; `column_types` over `data_type`. */
export async function seedQuery(adapter: Adapter, root: string, seed: Seed, place: CodePlace): Promise<string> {
  return adapter.seed(loadOf(root, seed)).catch((error) => refuseRows(adapter, error, root, seed, place));
}

function loadOf(root: string, seed: Seed): SeedLoad {
  const types = Object.fromEntries(declaredTypes(seed).map(({ name, type }) => [headerName(seed, name), type]));
  return { path: `${root}/${seed.path}`, header: seed.header, types, delimiter: seed.config.delimiter };
}

function headerName(seed: Seed, name: string): string {
  return seed.header.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
}

/**
 * What was refused of a seed, where nothing says that a row is at fault: its declared types are tried one by one, and
 * those that the engine does not know are blamed, each at its place (M304). Otherwise the error itself.
 */
export async function blameTypes(adapter: Adapter, error: unknown, seed: Seed, place: CodePlace): Promise<unknown> {
  const engine = engineError(error);
  if (!engine || !isAboutTypes(engine)) return error;
  const found: Diagnostic[] = [];
  for (const { name, type, at } of declaredTypes(seed)) {
    const wrong = await adapter
      .read((session) => session.columns(`select cast(null as ${type}\n)`))
      .then(() => null, engineError);
    if (!wrong) continue;
    const span = spanOfPlace(at ?? place.declared, place.readText);
    const help = didYouMean(type, wrong.candidates);
    const message = `\`${name}\` cannot be \`${type}\`: ${sentence(wrong.message)}`;
    found.push(diagnostic('M304', message, { labels: [{ span, text: 'no such type' }], help, node: place.node }));
  }
  return found.length > 0 ? new DiagnosticError(found) : error;
}

/** Types and where each was written; `column_types` wins over `data_type`. */
function declaredTypes({ columns, config, columnTypesAt }: Seed): readonly DeclaredType[] {
  const inColumns = columns.flatMap(({ name, dataType, place }): DeclaredType[] =>
    dataType === null ? [] : [{ name, type: dataType, at: below(place, 'data_type') }],
  );
  const given = Object.entries(config.column_types).map(([name, type]): DeclaredType => {
    return { name, type, at: columnTypesAt ? below(columnTypesAt, name) : null };
  });
  const named = new Set(given.map(({ name }) => name.toLowerCase()));
  return [...inColumns.filter(({ name }) => !named.has(name.toLowerCase())), ...given];
}

function below(place: YamlPlace, key: string): NodePlace {
  return { kind: 'yaml', at: { file: place.file, path: [...place.path, key] } };
}

/** Whether the engine refused the query itself, and no row of the file. */
function isAboutTypes({ kind, message }: EngineError): boolean {
  return (kind === 'type' || kind === 'syntax' || kind === 'other') && !lineOf(message);
}

function lineOf(message: string): string | undefined {
  return /\bline:? (\d+)/i.exec(message)?.[1];
}

/** What is behind a refusal of a seed: its rows that do not fit, each at its line (M507), or the refusal itself. */
export async function blameRows(
  adapter: Adapter,
  error: unknown,
  root: string,
  seed: Seed,
  place: CodePlace,
): Promise<unknown> {
  const engine = engineError(error);
  if (!engine || engine.kind === 'interrupted' || engine.kind === 'conflict') return error;
  if (isAboutTypes(engine)) return blameTypes(adapter, error, seed, place);
  const { rows, more } = await adapter.badRows(loadOf(root, seed));
  if (rows.length === 0) return new DiagnosticError([badFile(engine, seed, place)]);
  return new DiagnosticError(
    rows.map(({ line, reasons: [first = '', ...others] }, at) => {
      const rest = at === rows.length - 1 && more > 0 ? [`and ${more} more ${more === 1 ? 'row' : 'rows'}`] : [];
      return diagnostic('M507', sentence(`line ${line} of ${seed.path}${first}`), {
        labels: [{ span: spanOfLine(seed, line), text: 'this row' }],
        notes: [...others.map((one) => sentence(one.replace(/^: /, ''))), ...rest],
        node: place.node,
      });
    }),
  );
}

async function refuseRows(...args: Parameters<typeof blameRows>): Promise<never> {
  throw await blameRows(...args);
}

/** A file that cannot be cut into rows, at the line that the engine names. */
function badFile(engine: EngineError, seed: Seed, place: CodePlace): Diagnostic {
  const line = lineOf(engine.message);
  const declared = spanOfPlace(place.declared, place.readText);
  return diagnostic('M507', sentence(engine.message), {
    labels:
      line === undefined
        ? [{ span: declared, text: '' }]
        : [{ span: spanOfLine(seed, Number(line)), text: 'this row' }],
    node: place.node,
  });
}

function spanOfLine({ path }: Seed, line: number) {
  return { file: path, start: { line, column: 1 }, end: { line, column: 2 } };
}
