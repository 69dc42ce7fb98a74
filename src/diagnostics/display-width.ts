const nothing = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const wide =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303e\u30fc\uff01-\uff60\uffe0-\uffe6])$/u;

/** Columns of a terminal that a character (one code point) takes: 0, 1 or 2. */
export function charWidth(char: string): 0 | 1 | 2 {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (nothing.test(char)) return 0;
  return wide.test(char) && !(code >= 0xff61 && code <= 0xffdc) ? 2 : 1;
}

/** Columns of a terminal that a line takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

/** The text with spaces after it up to `width` columns; longer text is left whole. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}
