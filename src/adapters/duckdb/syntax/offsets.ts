export function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

/** The engine counts bytes: turns a count into a UTF-16 offset of the text. */
export function offsets(sql: string): (bytes: number) => number {
  if (isAscii(sql)) return (bytes) => bytes;
  const text = Buffer.from(sql);
  return (bytes) => text.subarray(0, bytes).toString('utf8').length;
}
