import { readFileSync } from 'node:fs';

/** One side of a page: the files that it shows, by path, and the commands to type. */
export interface Example {
  readonly files: Readonly<Record<string, string>>;
  /** Lines for a shell; `mart build` when the page names none. */
  readonly script: string;
  /** Whether there is anything to run: a page may only tell. */
  readonly runs: boolean;
}

export interface Page {
  readonly heading: string;
  readonly sections: readonly string[];
  readonly bad: Example;
  readonly good: Example;
}

/** Reads `docs/errors/<code>.md`. A fenced block with a path is a file of the project, one marked `sh` is typed. */
export function readPage(code: string): Page {
  const text = readFileSync(`docs/errors/${code}.md`, 'utf8');
  const [head = '', ...parts] = text.split(/^## /m);
  const sections = new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part]));
  return {
    heading: head.split('\n')[0] ?? '',
    sections: [...sections.keys()],
    bad: example(sections.get('Bad') ?? ''),
    good: example(sections.get('Good') ?? ''),
  };
}

function example(section: string): Example {
  const files: Record<string, string> = {};
  const commands: string[] = [];
  for (const [, info = '', body = ''] of section.matchAll(/^```([^\n]*)\n(.*?)^```$/gms)) {
    const path = info.split(' ')[1];
    if (path !== undefined) files[path] = body;
    else if (info === 'sh') commands.push(body);
  }
  const runs = commands.length > 0 || Object.keys(files).length > 0;
  return { files, script: commands.join('') || 'mart build\n', runs };
}
