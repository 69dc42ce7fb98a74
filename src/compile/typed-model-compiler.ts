import type { FunctionNode, IdentifierNode, OperationNode, RawNode, RootOperationNode } from 'kysely';
import { createQueryId } from 'kysely';
import { DuckDBCompiler } from '../sql/duckdb-dialect.ts';

/** A stretch of compiled SQL that the author wrote somewhere: a name, a value, or text of an `sql` template as it is. */
export interface Stretch {
  readonly kind: 'name' | 'value' | 'text';
  readonly at: number;
  readonly to: number;
  /** As the author wrote it, without quotes. */
  readonly written: string;
  /** The parts of the query that it stands in, outermost first. */
  readonly within: readonly OperationNode[];
}

export interface CompiledModel {
  readonly sql: string;
  readonly stretches: readonly Stretch[];
}

/** A query as SQL, with what of it the author wrote. Values that SQL cannot hold are thrown as `TypeError`. */
export function compileModel(query: OperationNode): CompiledModel {
  const compiler = new ModelCompiler();
  const { sql } = compiler.compileQuery(query as RootOperationNode, createQueryId());
  return { sql, stretches: compiler.stretches };
}

class ModelCompiler extends DuckDBCompiler {
  readonly stretches: Stretch[] = [];

  protected override visitIdentifier(node: IdentifierNode): void {
    refuseReserved(node.name, 'a name');
    this.remember('name', node.name, () => super.visitIdentifier(node));
  }

  protected override visitRaw(node: RawNode): void {
    node.sqlFragments.forEach((fragment, index) => {
      this.remember('text', fragment, () => this.append(fragment));
      const value = node.parameters[index];
      if (value) this.visitNode(value);
    });
  }

  protected override visitFunction(node: FunctionNode): void {
    const at = this.getSql().length;
    const within = [...this.nodeStack];
    this.stretches.push({ kind: 'name', at, to: at + node.func.length, written: node.func, within });
    super.visitFunction(node);
  }

  protected override appendValue(value: unknown): void {
    refuseValue(value);
    this.remember('value', String(value), () => super.appendValue(value));
  }

  protected override appendImmediateValue(value: unknown): void {
    refuseValue(value);
    super.appendImmediateValue(value);
  }

  private remember(kind: Stretch['kind'], written: string, append: () => void): void {
    const at = this.getSql().length;
    const within = [...this.nodeStack];
    append();
    this.stretches.push({ kind, at, to: this.getSql().length, written, within });
  }
}

/** What would become null or nothing without a word, or breaks the text. */
function refuseValue(value: unknown): void {
  if (value === undefined)
    throw new TypeError('`undefined` is no value of SQL: write `null`, or leave the condition out');
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new TypeError(`a ${typeof value} is no value of SQL`);
  if (value instanceof Date && Number.isNaN(value.getTime())) throw new TypeError('an invalid date is no value of SQL');
  if (typeof value === 'string') refuseReserved(value, 'a value');
  else if (Array.isArray(value)) value.forEach(refuseValue);
  else if (typeof value === 'object' && value !== null) refuseReserved(JSON.stringify(value), 'a value');
}

function refuseReserved(text: string, what: string): void {
  if (/[\uE000\uE001]/.test(text)) throw new TypeError(`${what} holds a character that is reserved (U+E000 or U+E001)`);
  if (text.includes('\0')) throw new TypeError(`${what} holds a NUL character, which no SQL can`);
}
