import type { Node, Resource } from '../nodes/node.ts';
import { configValue, equalsConfig } from './config-value.ts';
import { matchesFqn, type VersionKind, versionKind } from './names-match.ts';
import { matchesPath } from './path-match.ts';
import type { Criterion, Method } from './spec.ts';
import { wildcard } from './wildcard.ts';

export type Matches = (node: Node) => boolean;

/** What is wrong with the value of a criterion. */
export interface BadValue {
  readonly wrong: string;
  readonly help: string;
}

export const resources: readonly Resource[] = ['model', 'seed', 'source', 'test', 'unit_test', 'exposure', 'generator'];

type TestType = 'generic' | 'schema' | 'singular' | 'data' | 'unit';
const testTypes: Readonly<Record<TestType, Matches>> = {
  generic: (node) => node.resource === 'test' && node.generic !== null,
  schema: (node) => node.resource === 'test' && node.generic !== null,
  singular: (node) => node.resource === 'test' && node.generic === null,
  data: (node) => node.resource === 'test',
  unit: (node) => node.resource === 'unit_test',
};
const versionKinds: readonly VersionKind[] = ['latest', 'prerelease', 'old', 'none'];
const accesses: readonly string[] = ['private', 'protected', 'public'];

/** Methods that look at one node at a time; the others need to know more than the project. */
export type NodeMethod = Exclude<Method, 'selector' | 'state' | 'result' | 'source_status'>;

const matchers: Readonly<
  Record<NodeMethod, (value: string, criterion: Criterion, project: string) => Matches | BadValue>
> = {
  fqn: matchesFqn,
  path: (value) => (value.startsWith('/') ? notRelative(value) : matchesPath(value)),
  file: (value) => {
    const matches = wildcard(value);
    return (node) => {
      const name = node.path.slice(node.path.lastIndexOf('/') + 1);
      return matches(name) || matches(name.replace(/(?<=.)\.[^.]*$/, ''));
    };
  },
  tag: (value) => {
    const matches = wildcard(value);
    return (node) => node.config.tags.some(matches);
  },
  source: (value) => {
    const parts = value.split('.').map(wildcard);
    if (parts.length > 3)
      return { wrong: `\`${value}\` is not a source`, help: 'write `source:name` or `source:name.table`' };
    const [name, table, project] = parts.length === 3 ? [parts[1], parts[2], parts[0]] : [parts[0], parts[1]];
    return (node) =>
      node.resource === 'source' &&
      name?.(node.sourceName) === true &&
      (table?.(node.name) ?? true) &&
      (project?.(node.project) ?? true);
  },
  exposure: (value) => named('exposure', value),
  unit_test: (value) => named('unit_test', value),
  config: (_value, criterion) => {
    const equal = equalsConfig(criterion.value, criterion.argument);
    return (node) => equal(configValue(node, criterion.argument));
  },
  resource_type: (value) => oneOf('a resource type', value, resources) ?? ((node) => node.resource === value),
  test_type: (value) =>
    Object.hasOwn(testTypes, value)
      ? testTypes[value as TestType]
      : { wrong: `\`${value}\` is not a type of test`, help: 'types are `generic`, `singular`, `data`, `unit`' },
  test_name: (value) => {
    const matches = wildcard(value);
    return (node) =>
      node.resource === 'test'
        ? node.generic !== null && matches(node.generic.name)
        : node.resource === 'unit_test' && matches(node.name);
  },
  group: (value) => {
    const matches = wildcard(value);
    return (node) =>
      (node.resource === 'model' || node.resource === 'seed') && !!node.config.group && matches(node.config.group);
  },
  package: (value, _criterion, project) => {
    const matches = wildcard(value === 'this' ? project : value);
    return (node) => matches(node.project);
  },
  version: (value) =>
    oneOf('a kind of version', value, versionKinds) ??
    ((node) => node.resource === 'model' && versionKind(node) === value),
  access: (value) =>
    oneOf('an access', value, accesses) ?? ((node) => node.resource === 'model' && node.config.access === value),
};

/** The test for nodes that a criterion asks for, or what is wrong with its value. */
export function matcherOf(criterion: Criterion, method: NodeMethod, project: string): Matches | BadValue {
  return matchers[method](String(criterion.value), criterion, project);
}

function oneOf(what: string, value: string, known: readonly string[]): BadValue | null {
  if (known.includes(value)) return null;
  return { wrong: `\`${value}\` is not ${what}`, help: `known are ${known.map((one) => `\`${one}\``).join(', ')}` };
}

/** `name` or `project.name`. */
function named(resource: 'exposure' | 'unit_test', value: string): Matches | BadValue {
  const parts = value.split('.').map(wildcard);
  const name = parts.pop();
  const project = parts.pop();
  if (parts.length > 0) return { wrong: `\`${value}\` has too many dots`, help: `write \`${resource}:name\`` };
  return (node) =>
    node.resource === resource &&
    // A test of a model with versions goes by its name for all of them, too.
    (name?.(node.name) === true || name?.(node.fqn.at(-1) ?? '') === true) &&
    (project?.(node.project) ?? true);
}

function notRelative(path: string): BadValue {
  return {
    wrong: `\`${path}\` is not a path inside the project`,
    help: 'write it relative to the project, as `models/staging`',
  };
}
