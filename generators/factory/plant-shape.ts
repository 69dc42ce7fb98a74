import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Plant } from './plant.ts';
import { plantSchema } from './plant-schema.ts';

let compiled: ValidateFunction<Plant> | undefined;

/** Whether the value has the shape of a plant; what is wrong with it is told as sentences. */
export function plantShape(value: unknown): { readonly plant: Plant } | { readonly problems: readonly string[] } {
  compiled ??= new Ajv({ allErrors: true, verbose: true }).compile<Plant>(plantSchema);
  if (compiled(value)) return { plant: value };
  return { problems: (compiled.errors ?? []).map(sentence) };
}

function sentence(error: ErrorObject): string {
  const place = dotted(error.instancePath);
  switch (error.keyword) {
    case 'additionalProperties':
      return `${child(place, error.params.additionalProperty)} is not known; allowed are ${Object.keys(
        error.parentSchema?.properties ?? {},
      ).join(', ')}.`;
    case 'required':
      return `${child(place, error.params.missingProperty)} is missing.`;
    case 'enum':
      return `${place} is ${show(error)}; allowed are ${(error.params.allowedValues as readonly string[]).join(', ')}.`;
    case 'type':
      return `${place} is ${show(error)}; it must be ${KINDS[String(error.params.type)] ?? error.params.type}.`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return `${place} is ${show(error)}; it must be ${bounds(error.parentSchema)}.`;
    case 'pattern':
      return `${place} is ${show(error)}; it must be ${FORMS[error.params.pattern] ?? 'some text'}.`;
    case 'minItems':
    case 'maxItems':
      return `${place} has ${count(error.data)}; it must have ${entries(error.parentSchema)}.`;
    case 'uniqueItems':
      return `${place} has the same entry twice.`;
    default:
      return `${place} ${error.message ?? 'is not allowed'}.`;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  number: 'a number',
  integer: 'a whole number',
  string: 'text',
  array: 'a list',
  object: 'a set of names and values',
};

const FORMS: Readonly<Record<string, string>> = {
  '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$': 'a time of day, HH:MM from 00:00 to 24:00',
  '^[A-Za-z][A-Za-z0-9 _-]*$': 'letters, digits, spaces, hyphens and underscores, beginning with a letter',
};

function bounds(schema: ErrorObject['parentSchema']): string {
  const above = schema?.exclusiveMinimum;
  const from = above === undefined ? `from ${schema?.minimum}` : `above ${above} and up`;
  return `${from} to ${schema?.maximum}`;
}

function entries(schema: ErrorObject['parentSchema']): string {
  const least = schema?.minItems ?? 0;
  const most = schema?.maxItems;
  if (most === undefined) return `at least ${least}`;
  return least === most ? `${least}` : `${least} to ${most}`;
}

const count = (data: unknown): string => {
  const entries = Array.isArray(data) ? data.length : 0;
  return entries === 1 ? '1 entry' : `${entries} entries`;
};
const show = (error: ErrorObject): string => JSON.stringify(error.data) ?? 'undefined';
const child = (place: string, name: unknown): string => (place === '' ? String(name) : `${place}.${String(name)}`);

/** `/machines/0/id` → `machines[0].id` */
const dotted = (pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((place, part) => (/^\d+$/.test(part) ? `${place}[${part}]` : child(place, part)), '');
