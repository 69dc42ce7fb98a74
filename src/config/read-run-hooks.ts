import { type Entry, has, isMapping } from './entry.ts';
import type { HookText } from './project-config.ts';
import { inside, report } from './reading.ts';
import { hook, isRefusal } from './value-readers.ts';

/** `on-run-start` or `on-run-end`: SQL text or a list of them, in either spelling. */
export function readRunHooks(project: Entry, key: 'on-run-start' | 'on-run-end'): readonly HookText[] {
  const other = key.replaceAll('-', '_');
  if (has(project, key) && has(project, other)) {
    report(
      project.reading,
      'M106',
      `\`${other}\` is given twice: it is the same as \`${key}\``,
      inside(project.place, other),
      {
        part: 'key',
      },
    );
  }
  return [key, other].flatMap((written) => hooksOf(project, written));
}

function hooksOf(project: Entry, key: string): HookText[] {
  if (!has(project, key)) return [];
  const value = project.values[key];
  const place = inside(project.place, key);
  const items = Array.isArray(value) ? value.map((item: unknown, index) => ({ item, at: inside(place, index) })) : [];
  return (Array.isArray(value) ? items : [{ item: value, at: place }]).flatMap(({ item, at }) => {
    const read = hook(item);
    if (isRefusal(read)) {
      const { problem, help = null } = read;
      report(project.reading, 'M104', `\`${key}\` ${problem}`, at, { help });
      return [];
    }
    const place = isMapping(item) ? inside(at, 'sql') : at;
    const { value } = read;
    return typeof value === 'string' ? { text: value, place } : { text: value.sql, place, isOutside: true };
  });
}
