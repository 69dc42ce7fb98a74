/** A file of data: a classic script, since pages that are opened from disk may load nothing else. */
export function dataScript(name: string, value: unknown): string {
  return `__mart(${quoted(name)},${quoted(JSON.stringify(value))});\n`;
}

/** A JSON text that stands in HTML: nothing in it ends a script. */
export function dataBlock(name: string, value: unknown): string {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  return `<script type="application/json" data-mart="${name}">${json}</script>`;
}

/** A string of JavaScript: engines read a large one, and the JSON in it, faster than an object literal. */
function quoted(text: string): string {
  const safe = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
    .replaceAll('<', '\\x3c');
  return `'${safe}'`;
}
