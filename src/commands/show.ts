import type { Adapter } from '../adapter/port.ts';
import { bindQuery } from '../check/bind-query.ts';
import { findings } from '../check/errors.ts';
import type { CodePlace } from '../check/places.ts';
import { codeRows } from '../check/send.ts';
import { inlineCode } from '../compile/inline.ts';
import { DiagnosticError, diagnostic, hasErrors } from '../diagnostics/diagnostic.ts';
import type { Code, FilledCode } from '../nodes/code.ts';
import { isMicrobatch } from '../nodes/config.ts';
import { ceiling, floor, type Interval } from '../nodes/interval.ts';
import { displayName, type Node } from '../nodes/node.ts';
import { cutOf } from '../run/due-intervals.ts';
import { identifier } from '../sql/identifier.ts';
import type { Relation } from '../sql/relation.ts';
import { withoutSemicolon } from '../sql/statement.ts';
import { hasSql } from './compiled-sql.ts';
import type { Effects } from './effects.ts';
import { load } from './load.ts';
import type { Loaded } from './loaded.ts';
import type { ShowOptions } from './options.ts';
import { type Outcome, outcome } from './outcome.ts';
import { queryText } from './query-text.ts';
import { selectNodes } from './select-nodes.ts';
import { csvText, distinctNames, jsonText, tableText } from './table-text.ts';

/** Runs a query, or a model's, and shows some rows. Reads only: the database is opened read-only and briefly. */
export async function show(options: ShowOptions, effects: Effects): Promise<Outcome> {
  const loaded = await load(options, effects);
  const { readText } = loaded;
  if (hasErrors(loaded.diagnostics)) return outcome(1, { diagnostics: loaded.diagnostics, readText });
  const asked = options.sql === null ? await askedNode(loaded, options, effects) : await askedText(loaded, options.sql);
  const adapter = await effects.openAdapter(loaded.manifest.target, {
    root: loaded.root,
    readOnly: true,
    waitSeconds: options.waitSeconds,
  });
  try {
    const { text, count } = await answer(loaded, adapter, effects, asked, options);
    const isCut = options.output === 'table' && count === options.limit;
    const notes = isCut ? [`the first ${count} rows; \`--limit -1\` shows all`] : [];
    return outcome(0, { stdout: text, notes, readText });
  } finally {
    await adapter.close();
  }
}

interface Asked {
  readonly code: Code;
  readonly own: Relation | null;
  /** All of a microbatch model's time. */
  readonly span: Interval | null;
  readonly place: Pick<CodePlace, 'node' | 'declared' | 'compiled'>;
}

async function askedNode(loaded: Loaded, options: ShowOptions, effects: Effects): Promise<Asked> {
  const ids = [...(await selectNodes(loaded, { ...options, indirectSelection: 'empty' }, effects)).ids];
  const nodes = ids.flatMap((id) => loaded.manifest.nodes.get(id) ?? []);
  const node = nodes[0];
  if (nodes.length !== 1 || !node) {
    const names = nodes.map((one) => `\`${displayName(one)}\``).join(', ');
    throw new DiagnosticError([
      diagnostic(
        'M118',
        nodes.length === 0
          ? '`mart show` needs a node to show'
          : `\`mart show\` shows one node; these were selected: ${names}`,
        {
          help: 'name one: `mart show -s model`, or give a query: `mart show --sql "select 1"`',
        },
      ),
    ]);
  }
  const place = { node: displayName(node), declared: node.place, compiled: null };
  if (hasSql(node)) return { code: node.code, own: node.relation, span: spanOf(node, effects.now), place };
  const input: Code = { text: 'select * from \uE000i0\uE001', inputs: [node.id], map: [] };
  return { code: input, own: null, span: null, place };
}

function spanOf(node: Node, now: Date): Interval | null {
  if (node.resource !== 'model' || !isMicrobatch(node.config)) return null;
  const { size, begin } = cutOf(node.config);
  return { start: floor(begin, size), end: ceiling(now, size) };
}

async function askedText(loaded: Loaded, sql: string): Promise<Asked> {
  const range = { file: '--sql', from: 0, to: 0 };
  const code = inlineCode(loaded.manifest, await loaded.scope(), sql, '--sql');
  return { code, own: null, span: null, place: { node: '--sql', declared: { kind: 'file', range }, compiled: null } };
}

async function answer(
  loaded: Loaded,
  adapter: Adapter,
  effects: Effects,
  asked: Asked,
  options: ShowOptions,
): Promise<{ readonly text: string; readonly count: number }> {
  const code = await queryText(loaded, adapter, effects, asked.code, asked.own, asked.span);
  const readText = (path: string) => (path === '--sql' ? (options.sql ?? '') : loaded.readText(path));
  try {
    return await adapter.read(async (session) => {
      const query = withoutSemicolon(code.text);
      const bare: FilledCode = { text: query, map: code.map };
      const columns = await bindQuery(session, bare, { ...asked.place, readText }, false);
      // Rows have a value for each name, so each column is given one of its own.
      const names = distinctNames(columns);
      const shown = names.some((name, index) => name !== columns[index]?.name)
        ? ` as shown(${names.map(identifier).join(', ')})`
        : '';
      const cut = options.limit < 0 ? '' : ` limit ${options.limit}`;
      const wrap = shown + cut === '' ? (['', ''] as const) : (['select * from (\n', `\n)${shown}${cut}`] as const);
      const rows = (await codeRows(session, wrap[0], bare, wrap[1])).map((row) => names.map((name) => row[name]));
      const texts = {
        csv: () => csvText(columns, rows),
        json: () => jsonText(columns, rows),
        table: () => tableText(columns, rows),
      };
      return { text: texts[options.output](), count: rows.length };
    });
  } catch (error) {
    throw new DiagnosticError(findings(error, { ...asked.place, readText }));
  }
}
