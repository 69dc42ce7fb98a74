import { child, type Entry, entryOf, has, missing, onlyKeys, record, text } from './entry.ts';
import { insideProject } from './inside-project.ts';
import type { GeneratorSpec } from './project-config.ts';
import { inside, kindOf, report } from './reading.ts';

const example = 'write `generators: {factory: {program: generators/factory.ts, writes: {landing: landing}}}`';

/** The programs that write source files, by name. Values may hold templates, so folders with one are checked when it is known. */
export function readGenerators(project: Entry): readonly GeneratorSpec[] {
  if (!has(project, 'generators')) return [];
  const place = inside(project.place, 'generators');
  const { generators } = project.values;
  if (Array.isArray(generators)) {
    report(project.reading, 'M104', '`generators` must be a mapping by name, not a list', place, { help: example });
    return [];
  }
  const all = entryOf(project.reading, generators, place, '`generators`');
  return Object.keys(all?.values ?? {}).flatMap((name) => {
    const at = inside(place, name);
    const entry = entryOf(project.reading, all?.values[name], at, `the generator \`${name}\``);
    return entry ? (readGenerator(entry, name) ?? []) : [];
  });
}

function readGenerator(entry: Entry, name: string): GeneratorSpec | null {
  const what = `the generator \`${name}\``;
  onlyKeys(entry, what, ['program', 'description', 'params', 'writes']);
  if (!has(entry, 'program')) missing(entry, what, 'program', example);
  const program = text(entry, 'program');
  if (program !== null) checkInside(entry, 'program', program);
  const writes = readWrites(entry, what);
  const rest = { description: text(entry, 'description') ?? '', params: record(entry, 'params'), writes };
  return program === null ? null : { name, program, ...rest, place: entry.place };
}

function readWrites(entry: Entry, what: string): Readonly<Record<string, string>> {
  if (!has(entry, 'writes')) missing(entry, what, 'writes', 'name the folders: `writes: {landing: landing}`');
  const writes = child(entry, 'writes');
  const folders: Record<string, string> = {};
  for (const [key, folder] of Object.entries(writes?.values ?? {})) {
    if (typeof folder !== 'string') {
      const place = inside(entry.place, 'writes', key);
      report(entry.reading, 'M104', `the folder \`${key}\` must be text, not ${kindOf(folder)}`, place);
      continue;
    }
    folders[key] = folder;
    if (writes && !folder.includes('{{')) checkInside(writes, key, folder);
  }
  return folders;
}

function checkInside(entry: Entry, key: string, path: string): void {
  if (insideProject(path) !== null) return;
  report(entry.reading, 'M108', `\`${path}\` lies outside the project`, inside(entry.place, key), {
    help: 'name a path below the folder of project.yml, with `/` between its parts',
  });
}
