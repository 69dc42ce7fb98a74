import type { Entry } from './entry.ts';
import { child, has, onlyKeys, text } from './entry.ts';
import { insideProject } from './inside-project.ts';
import type { Paths } from './project-config.ts';
import { inside, report } from './reading.ts';

const defaults: Paths = {
  models: 'models',
  seeds: 'seeds',
  macros: 'macros',
  generators: 'generators',
  tests: 'tests',
  target: 'target',
};
const kinds = Object.keys(defaults) as (keyof Paths)[];

/** The project's folders, each inside the project and apart from the others. */
export function readPaths(project: Entry): Paths {
  const entry = child(project, 'paths');
  if (!entry) return defaults;
  onlyKeys(entry, '`paths`', kinds);
  const paths: Record<keyof Paths, string> = { ...defaults };
  for (const kind of kinds) if (has(entry, kind)) paths[kind] = readPath(entry, kind) ?? defaults[kind];
  for (const [index, kind] of kinds.entries()) {
    const other = kinds.slice(0, index).find((one) => overlap(paths[one], paths[kind]));
    if (other === undefined) continue;
    const written = has(entry, kind) ? kind : other;
    const unlike = written === kind ? other : kind;
    report(
      entry.reading,
      'M113',
      `the folders of \`${written}\` (${paths[written]}) and \`${unlike}\` (${paths[unlike]}) lie in one another`,
      inside(entry.place, written),
      { help: 'give each a folder of its own' },
    );
  }
  return paths;
}

function readPath(entry: Entry, kind: keyof Paths): string | null {
  const written = text(entry, kind);
  if (written === null) return null;
  const path = insideProject(written);
  const place = inside(entry.place, kind);
  if (path === null) {
    report(entry.reading, 'M108', `\`${written}\` lies outside the project`, place, {
      help: 'name a folder below the one of project.yml, with `/` between its parts',
    });
    return null;
  }
  if (path === '.' || path === '') {
    report(entry.reading, 'M104', `\`${kind}\` must be a folder of its own, not the whole project`, place);
    return null;
  }
  return path;
}

function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
