import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDocument } from 'yaml';

/** The plant that a YAML or JSON file of the project describes; what is wrong with the file is told as sentences. */
export function readPlantFile(
  root: string,
  path: string,
): { readonly plant: unknown } | { readonly problems: readonly string[] } {
  let text: string;
  try {
    text = readFileSync(resolve(root, path), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return { problems: [`plant is ${path}; there is no file that can be read (${code}).`] };
  }
  const document = parseDocument(text, { prettyErrors: true, schema: 'core' });
  if (document.errors.length > 0) {
    const lines = document.errors.map(({ message }) => `${path}: ${message.split('\n')[0]?.replace(/:$/, '')}.`);
    return { problems: lines };
  }
  return { plant: document.toJS() ?? {} };
}
