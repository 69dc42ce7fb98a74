import type { Code } from '../diagnostics/codes.ts';

/** The rules of `mart lint` by name, with the codes of their findings. */
export const lintRules = {
  'select-star': 'M701',
  'unused-cte': 'M702',
  'unused-resource': 'M703',
  'unqualified-column': 'M704',
  'implicit-cast': 'M705',
  'missing-key': 'M706',
  'fan-out': 'M707',
  'not-in-null': 'M708',
  'missing-description': 'M709',
  layer: 'M710',
  ignore: 'M711',
} as const satisfies Readonly<Record<string, Code>>;

export type LintRule = keyof typeof lintRules;

export const ruleNames = Object.keys(lintRules) as LintRule[];

export const lintSeverities = ['error', 'warn', 'off'] as const;
export type LintSeverity = (typeof lintSeverities)[number];

/** What somebody said of some rules. */
export type Severities = Readonly<Partial<Record<LintRule, LintSeverity>>>;

/** Models of one folder below `models/`, and what they may read beside themselves: layers, `sources`, `seeds`. */
export interface Layer {
  readonly name: string;
  readonly reads: readonly string[];
}

export interface LintConfig {
  readonly severities: Severities;
  /** Empty where the project has none. */
  readonly layers: readonly Layer[];
}
