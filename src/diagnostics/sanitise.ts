// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text from files, data or names as it may be sent to a terminal: control characters, escape sequences and marks that
 * turn the direction of writing are shown as signs of the same width, never obeyed. Line breaks are kept.
 */
export function sanitise(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(controls, (found) => (found === '\n' ? found : visible(found)));
}

/** The same on one line: line breaks and tabs become spaces. */
export function sanitiseLine(text: string): string {
  return sanitise(text.replace(/\r\n|[\n\r\t\u2028\u2029]/g, ' '));
}

function visible(control: string): string {
  const code = control.charCodeAt(0);
  if (code === 9) return ' ';
  if (code < 32) return String.fromCharCode(0x2400 + code);
  return code === 127 ? '\u2421' : '\ufffd';
}
