/** Which tests come along with the nodes they test. */
export type Indirect = 'eager' | 'cautious' | 'buildable' | 'empty';

export const methods = [
  'fqn',
  'tag',
  'path',
  'file',
  'source',
  'exposure',
  'config',
  'resource_type',
  'test_type',
  'test_name',
  'unit_test',
  'group',
  'package',
  'version',
  'access',
  'selector',
  'state',
  'result',
  'source_status',
] as const;

export type Method = (typeof methods)[number];

/** One criterion: the nodes a method finds, and how far to go on from them. */
export interface Criterion {
  readonly kind: 'criterion';
  /** As written, for messages. */
  readonly text: string;
  readonly method: Method;
  /** What follows the method after a dot: `meta`, `owner` of `config.meta.owner:amy`. */
  readonly argument: readonly string[];
  /** Text from the command line; what YAML makes of it in selectors.yml. */
  readonly value: string | number | boolean;
  readonly childrensParents: boolean;
  /** How many edges up and down; null for not at all, Infinity for all. */
  readonly parents: number | null;
  readonly children: number | null;
  readonly indirect: Indirect;
}

/** A set made of sets; a difference takes all later parts from its first. */
export interface Group {
  readonly kind: 'union' | 'intersection' | 'difference';
  readonly parts: readonly Spec[];
  readonly indirect: Indirect;
  /** As written when an empty result deserves a warning, else null. */
  readonly expected: string | null;
}

export type Spec = Criterion | Group;

/** What is wrong with a text, and where in it: `from` and `to` are UTF-16 offsets. */
export interface Problem {
  readonly message: string;
  readonly from: number;
  readonly to: number;
  readonly help: string | null;
}
