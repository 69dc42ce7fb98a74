import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { EngineError } from '../../adapter/port.ts';

const headSize = 1 << 16;
const tailSize = 1 << 10;

/** The first and last bytes of a delivered file, unpacked when it is a `.gz` (whose end is not looked at). */
export interface FileEnds {
  readonly head: string;
  readonly tail: string | null;
  readonly size: number;
}

/** Reads both ends of a file without a byte order mark. Throws a `file` error when it cannot be read or is empty. */
export function fileEnds(path: string, shown: string, longest = headSize): FileEnds {
  const refuse = (why: string) => new EngineError('file', `${shown} ${why}`, { sql: '' });
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw refuse(`cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    const { size } = fstatSync(file);
    if (size === 0) throw refuse('is empty');
    const packed = path.endsWith('.gz');
    const start = part(file, 0, Math.min(size, longest));
    const head = (packed ? gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }) : start).toString('utf8');
    const tail = packed ? null : part(file, Math.max(0, size - tailSize), Math.min(size, tailSize)).toString('utf8');
    return { head: head.startsWith('\ufeff') ? head.slice(1) : head, tail, size };
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw refuse(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    closeSync(file);
  }
}

function part(file: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, from));
}
