const part = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}\p{N}_$]+|\s+|./gsu;

/** Whether two texts of SQL are the same but for the spaces and line breaks between their words and signs. */
export function sameSql(one: string, other: string): boolean {
  return words(one).join('\n') === words(other).join('\n');
}

function words(sql: string): string[] {
  return (sql.match(part) ?? []).filter((text) => text.trim() !== '');
}
