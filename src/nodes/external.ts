import type { ModelConfig } from './config.ts';

type Config = Pick<ModelConfig, 'location' | 'format' | 'partition_by'>;
export type ExternalFormat = NonNullable<ModelConfig['format']>;

const formats: Readonly<Record<string, ExternalFormat>> = {
  parquet: 'parquet',
  csv: 'csv',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
};

/** What a file's ending says of its format; null when it says nothing. */
function formatOfPath(path: string): ExternalFormat | null {
  return formats[/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''] ?? null;
}

/** As configured, else as the ending of the location says, else parquet. */
export function externalFormat({ format, location }: Config): ExternalFormat {
  return format ?? (location === null ? null : formatOfPath(location)) ?? 'parquet';
}

/** Whether a location is called as another format than the one that is written. */
export function isMiscalled({ format, location }: Config): boolean {
  const called = location === null ? null : formatOfPath(location);
  return format !== null && called !== null && called !== format;
}

/**
 * The file of an external model, or its folder where it has partitions, relative to the project; where no location is
 * given, a place that each target has for itself.
 */
export function externalPath(config: Config, name: string, targetPath: string, target: string): string {
  const ending = config.partition_by.length > 0 ? '' : `.${externalFormat(config)}`;
  return config.location ?? `${targetPath}/external/${encodeURIComponent(target)}/${name}${ending}`;
}
