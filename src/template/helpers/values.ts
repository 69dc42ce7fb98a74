import { suggest } from '../../diagnostics/suggest.ts';
import { kindOf, report } from '../problems.ts';
import { use } from '../rendering.ts';
import { argumentPlace, type Helper, type HelperCall, misuse } from './call.ts';

/** `{{var "name"}}`: the typed value; text only where it is printed. */
export const variable: Helper = {
  takes: [1, 1],
  named: ['default'],
  usage: '{{var "name" default="…"}}',
  run: (call) => {
    const name = nameOf(call);
    if (name === null) return misuseOfName(call);
    const { vars } = call.rendering.scope;
    use(call.rendering.vars, name);
    if (Object.hasOwn(vars, name)) return checked(call, vars[name], `the variable \`${name}\``);
    if ('default' in call.named) return call.named.default;
    const near = suggest(name, Object.keys(vars))[0];
    return report(call.rendering, call.frame, 'M206', `variable \`${name}\` is not defined`, argumentPlace(call, 0), {
      label: 'not in `vars`',
      help: `${near ? `did you mean \`${near}\`? Or add` : 'add'} it to \`vars:\` in project.yml, pass \`--vars '{${name}: …}'\`, or write \`default=\``,
    });
  },
};

/** `{{env "NAME"}}`: always text. */
export const env: Helper = {
  takes: [1, 1],
  named: ['default'],
  usage: '{{env "NAME" default="…"}}',
  run: (call) => {
    const name = nameOf(call);
    if (name === null) return misuseOfName(call);
    use(call.rendering.env, name);
    const value = call.rendering.scope.env(name);
    if (value !== undefined) return checked(call, value, `the environment variable \`${name}\``);
    if ('default' in call.named) return call.named.default;
    const message = `environment variable \`${name}\` is not set`;
    return report(call.rendering, call.frame, 'M207', message, argumentPlace(call, 0), {
      label: 'not set',
      help: `set \`${name}\`, or write \`default=\``,
    });
  },
};

function nameOf({ args: [name] }: HelperCall): string | null {
  return typeof name === 'string' && name !== '' ? name : null;
}

function misuseOfName(call: HelperCall): unknown {
  const message = `\`${call.name}\` takes a name as text, not ${call.args[0] === '' ? 'empty text' : kindOf(call.args[0])}`;
  return misuse(call, message, 0, `write \`{{${call.name} "name"}}\``);
}

/** Values from outside cannot hold the characters that marks are made of, nor the one at which an engine stops reading. */
function checked(call: HelperCall, value: unknown, what: string): unknown {
  const found = reservedIn(value);
  if (found === null) return value;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return misuse(call, `${what} holds the character U+${code}, which cannot stand in SQL`, 0);
}

function reservedIn(value: unknown): string | null {
  if (typeof value === 'string') return /[\0\uE000\uE001]/.exec(value)?.[0] ?? null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, item] of Object.entries(value)) {
    const found = reservedIn(key) ?? reservedIn(item);
    if (found !== null) return found;
  }
  return null;
}
