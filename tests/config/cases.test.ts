import { describe, expect, it } from 'vitest';
import { readProjectConfig } from '../../src/config/read-project-config.ts';
import { readProperties } from '../../src/config/read-properties.ts';
import { startReading } from '../../src/config/reading.ts';
import { resolveConfig } from '../../src/config/resolve.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { SourceText } from '../../src/source/text.ts';
import { casesOf } from './cases.ts';
import { told } from './told.ts';

/** Reads a properties file and settles the configuration of its models, as the compile does. */
function properties(source: SourceText): readonly Diagnostic[] {
  const read = readProperties(source);
  const models = read.properties?.models ?? [];
  const settled = models.flatMap((one) => resolveConfig('model', [one.config], () => source.text).diagnostics);
  return [...read.diagnostics, ...settled];
}

/** An environment that has nothing. */
function valueTemplate(text: string) {
  const name = /"(\w+)"/.exec(text)?.[1] ?? '';
  const code = 'M207' as const;
  return { value: '', diagnostics: [{ code, message: `\`${name}\` is not set`, help: 'set it' }] };
}

const readers = {
  yaml: (source: SourceText) => startReading(source).reading.diagnostics,
  properties,
  project: (source: SourceText) => readProjectConfig({ source, valueTemplate }).diagnostics,
};

for (const [folder, read] of Object.entries(readers)) {
  describe(`mistakes in ${folder}`, () => {
    for (const { name, source, expected } of casesOf(folder)) {
      it(name, () => expect(told(read(source))).toEqual(expected));
    }
  });
}
