import { constants } from 'node:os';
import type { EngineErrorKind } from '../../adapter/port.ts';
import type { Refusal } from './refusal.ts';

/** The system's words for "in use, or not just now": a lock that another process has, a drive that does not answer. */
const { EAGAIN, EBUSY, EINTR, ESTALE, ETIMEDOUT } = constants.errno;
const passing: ReadonlySet<number> = new Set([EAGAIN, EBUSY, EINTR, ESTALE, ETIMEDOUT]);

/** The port's kind for what DuckDB calls its errors. */
export function kindOf(refusal: Refusal): EngineErrorKind {
  const message = refusal.exception_message;
  switch (refusal.exception_type) {
    case 'Parser':
    case 'Syntax':
      return 'syntax';
    case 'Binder':
      return binderKind(refusal, message);
    case 'Catalog':
      return catalogKind(refusal, message);
    case 'Conversion':
      return message.startsWith('Unimplemented type for cast') ? 'type' : 'conversion';
    case 'Out of Range':
      return 'conversion';
    case 'Mismatch Type':
    case 'Invalid type':
      return 'type';
    case 'Constraint':
      return 'constraint';
    case 'IO':
      return passing.has(Number(refusal.errno)) ? 'conflict' : 'file';
    case 'HTTP':
    case 'Permission':
    case 'Serialization':
    case 'Missing Extension':
    case 'Extension Autoloading':
      return 'file';
    case 'Out of Memory':
      return 'memory';
    case 'INTERRUPT':
      return 'interrupted';
    case 'TransactionContext':
    case 'Transaction':
      return /conflict|Failed to commit/i.test(message) ? 'conflict' : 'other';
    default:
      return /magic bytes|Parquet file|TProtocolException/.test(message) ? 'file' : 'other';
  }
}

function binderKind(refusal: Refusal, message: string): EngineErrorKind {
  if (refusal.error_subtype === 'COLUMN_NOT_FOUND') return 'column';
  if (/does not have a column named|Referenced update column|Could not find key/.test(message)) return 'column';
  if (/^Column "[^"]*" (?:in \w+ list not found|does not exist on \w+ side of join)/.test(message)) return 'column';
  if (message.startsWith('Referenced table')) return 'table';
  if (message.startsWith('Ambiguous reference')) return 'ambiguous';
  if (refusal.error_subtype === 'NO_MATCHING_FUNCTION') return 'type';
  return /^(No function matches|Could not choose|Cannot (compare|mix|cast)|UNNEST\(\) can only)/.test(message)
    ? 'type'
    : 'other';
}

function catalogKind(refusal: Refusal, message: string): EngineErrorKind {
  if (/Function|Macro/.test(refusal.type ?? '') || /^(Scalar|Aggregate|Table) Function/.test(message)) {
    return refusal.error_subtype === 'ENTRY_ALREADY_EXISTS' ? 'other' : 'function';
  }
  if (refusal.error_subtype === 'MISSING_ENTRY') return refusal.type === 'Type' ? 'type' : 'table';
  return /does not exist because schema/.test(message) ? 'table' : 'other';
}
