import type { ColorChoice } from './style.ts';

/** What the parser of the command line leaves: every flag of every verb, absent when it was not given. */
export interface RawOptions {
  readonly projectDir?: string;
  readonly target?: string;
  readonly vars?: string;
  readonly threads?: number;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly logFormat?: 'text' | 'json';
  readonly color?: ColorChoice;
  readonly debug?: boolean;
  readonly select?: readonly string[];
  readonly models?: readonly string[];
  readonly exclude?: readonly string[];
  readonly selector?: string;
  readonly resourceType?: readonly string[];
  readonly excludeResourceType?: readonly string[];
  readonly indirectSelection?: 'eager' | 'cautious' | 'buildable' | 'empty';
  readonly state?: string;
  readonly defer?: boolean;
  readonly favorState?: boolean;
  readonly fullRefresh?: boolean;
  readonly force?: boolean;
  readonly failFast?: boolean;
  readonly empty?: boolean;
  readonly sample?: string;
  readonly eventTimeStart?: string;
  readonly eventTimeEnd?: string;
  readonly restate?: string;
  readonly storeFailures?: boolean;
  readonly wait?: number;
  readonly sql?: string;
  readonly limit?: number;
  readonly output?: string;
  readonly check?: boolean;
  readonly up?: boolean;
  readonly down?: boolean;
  readonly depth?: number;
  readonly start?: string;
  readonly days?: number;
  readonly seed?: number;
  readonly machines?: number;
  readonly faults?: Readonly<Record<string, number | boolean>>;
  readonly clean?: boolean;
  readonly format?: string;
  readonly set?: readonly string[];
}
