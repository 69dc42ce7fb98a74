import { type Entry, has, isMapping } from './entry.ts';
import type { HookText } from './project-config.ts';
import { inside, kindOf, report } from './reading.ts';

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
    const sql: unknown = isMapping(item) ? item.sql : item;
    if (typeof sql === 'string') return { text: sql, place: isMapping(item) ? inside(at, 'sql') : at };
    report(project.reading, 'M104', `\`${key}\` must be SQL text or a list of them, not ${kindOf(item)}`, at);
    return [];
  });
}
