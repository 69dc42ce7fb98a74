import { DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { secondsOf } from '../nodes/time-span.ts';

/** A value of the command line that cannot be meant. */
export function badValue(message: string, help: string | null): DiagnosticError {
  return new DiagnosticError([diagnostic('M118', message, { help })]);
}

/** Readers of option values; each throws `DiagnosticError` (M118) for what it does not take. */
export function wholeNumber(flag: string, least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
    throw badValue(`\`${flag}\` takes a whole number of at least ${least}, not \`${text}\``, null);
  };
}

export function oneOf(flag: string, choices: readonly string[]): (text: string) => string {
  return (text) => {
    if (choices.includes(text)) return text;
    const all = `choose one of ${choices.map((one) => `\`${one}\``).join(', ')}`;
    throw badValue(`\`${flag}\` cannot be \`${text}\``, didYouMean(text, choices) ?? all);
  };
}

/** A span of time in seconds: `30s`, `500ms`, `2m`, `1h`; a bare number is seconds. */
export function duration(flag: string): (text: string) => number {
  return (text) => {
    const found = secondsOf(/\d$/.test(text) ? `${text}s` : text);
    if (found !== null) return found;
    throw badValue(`\`${flag}\` takes a time like \`30s\` or \`2m\`, not \`${text}\``, null);
  };
}

/** A calendar day, `2025-12-01`. */
export function day(flag: string): (text: string) => string {
  return (text) => {
    const date = new Date(`${text}T00:00:00Z`);
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime());
    if (isDay && date.toISOString().startsWith(text)) return text;
    throw badValue(`\`${flag}\` takes a day like \`2025-12-01\`, not \`${text}\``, null);
  };
}

/** `duplicates=0.05,nulls=0`: a share from 0 to 1, or `on` and `off`, for each name. */
export function rates(flag: string): (text: string) => Record<string, number | boolean> {
  return (text) => {
    const pairs = text.split(',').map((pair): [string, number | boolean] => {
      const [name = '', value = '', ...more] = pair.split('=').map((part) => part.trim());
      if (name === '' || value === '' || more.length > 0)
        throw badValue(`\`${flag}\` takes \`name=rate\`, separated by commas, not \`${text}\``, null);
      if (value === 'on' || value === 'off') return [name, value === 'on'];
      const rate = Number(value);
      if (/^[\d.]+$/.test(value) && rate >= 0 && rate <= 1) return [name, rate];
      throw badValue(`the rate of \`${name}\` in \`${flag}\` is a number from 0 to 1, not \`${value}\``, null);
    });
    return Object.fromEntries(pairs);
  };
}

/** The text as it is; an empty one is a slip (an unset variable of the shell, mostly). */
export function someText(flag: string): (text: string) => string {
  return (text) => {
    if (text.trim() !== '') return text;
    throw badValue(`\`${flag}\` is empty`, null);
  };
}

/** Percentages by name, `docs=80,tests=60`; what is not named is null. */
export function shares(flag: string): (text: string) => { docs: number | null; tests: number | null } {
  return (text) => {
    const found: { docs: number | null; tests: number | null } = { docs: null, tests: null };
    for (const part of text.split(',')) {
      const [, name, number] = /^\s*(docs|tests)=(\d+(?:\.\d+)?)%?\s*$/.exec(part) ?? [];
      if ((name !== 'docs' && name !== 'tests') || Number(number) > 100) {
        throw badValue(`\`${flag}\` takes shares like \`docs=80,tests=60\`, not \`${text}\``, null);
      }
      found[name] = Number(number);
    }
    return found;
  };
}
