import { stem } from '../config/folder-layers.ts';
import type { ModelSpec } from '../config/properties.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { YamlPlace } from '../source/yaml-place.ts';
import { type Compilation, inYaml, report } from './compilation.ts';
import type { DescribedModel } from './models.ts';

interface Named {
  readonly name: string;
  readonly place: YamlPlace;
}

/** Entries by name; a second one of the same name is an error. */
export function byName<T extends Named>(compilation: Compilation, entries: readonly T[], what: string): Map<string, T> {
  const found = new Map<string, T>();
  for (const entry of entries) {
    const first = found.get(entry.name);
    if (!first) {
      found.set(entry.name, entry);
      continue;
    }
    report(compilation, 'M110', `the ${what} \`${entry.name}\` is described twice`, inYaml(entry.place, 'name'), {
      node: entry.name,
      notes: [`the other one is in ${first.place.file}`],
    });
  }
  return found;
}

/** Properties that describe nothing are mistakes: most are misspelt names. */
export function checkDescribed(
  compilation: Compilation,
  entries: Iterable<Named>,
  known: ReadonlySet<string>,
  what: string,
): void {
  for (const entry of entries) {
    if (known.has(entry.name)) continue;
    report(compilation, 'M111', `there is no ${what} \`${entry.name}\``, inYaml(entry.place, 'name'), {
      node: entry.name,
      help: didYouMean(entry.name, [...known]),
    });
  }
}

/** Model files with what describes them: a model with versions has a file for each version. */
export function describeModels(compilation: Compilation): DescribedModel[] {
  const specs = byName(
    compilation,
    compilation.raw.properties.flatMap((file) => file.models),
    'model',
  );
  const versioned = new Map<string, Pick<DescribedModel, 'spec' | 'version'>>();
  for (const spec of specs.values()) {
    for (const version of spec.versions) {
      versioned.set(version.definedIn ?? `${spec.name}_v${version.version}`, { spec, version });
    }
  }
  const described = compilation.raw.models.map((file): DescribedModel => {
    const version = versioned.get(stem(file.path));
    return version ? { file, ...version } : { file, spec: specs.get(file.name) ?? null, version: null };
  });
  checkModels(compilation, specs, described);
  return described;
}

function checkModels(compilation: Compilation, specs: Map<string, ModelSpec>, described: DescribedModel[]): void {
  const files = new Set(described.map((one) => one.file.name));
  const plain = [...specs.values()].filter((spec) => spec.versions.length === 0);
  checkDescribed(compilation, plain, files, 'model');
  for (const spec of specs.values()) {
    for (const version of spec.versions) {
      const file = version.definedIn ?? `${spec.name}_v${version.version}`;
      if (files.has(file)) continue;
      report(
        compilation,
        'M111',
        `version ${version.version} of \`${spec.name}\` has no file \`${file}.sql\``,
        inYaml(version.place),
        {
          node: spec.name,
          help: didYouMean(file, [...files]),
        },
      );
    }
  }
}
