import { insideProject } from '../config/inside-project.ts';
import type { NodePlace, SignalProgram } from '../nodes/node.ts';
import { type Compilation, report } from './compilation.ts';
import type { ModelDraft } from './drafts.ts';

/** The function that a model waits for; null where there is none, or none that could be asked (M136). */
export function signalProgramOf(
  compilation: Compilation,
  { config, name, placesOf }: ModelDraft,
): SignalProgram | null {
  const { signal } = config;
  const at = placesOf('signal').at(-1);
  if (signal === null || 'sql' in signal || !at) return null;
  const [, path = '', exported = ''] = /^(.*)#([\p{ID_Start}$_][\p{ID_Continue}$]*)$/u.exec(signal.ts) ?? [];
  const refused = (message: string, help: string | null): null => {
    report(compilation, 'M136', message, at, { node: name, help });
    return null;
  };
  const file = insideProject(path);
  if (path === '') {
    return refused(`\`${signal.ts}\` names no function of a file`, 'write it as `signals/landing.ts#is_complete`');
  }
  if (file === null) return refused(`\`${path}\` lies outside the project`, 'name a file relative to the project');
  const text = compilation.readText(file);
  if (text === undefined) return refused(`there is no file \`${file}\``, null);
  if (!exportsName(text, exported)) {
    return refused(
      `\`${file}\` does not export \`${exported}\``,
      `write \`export function ${exported}(…) { … }\` in it`,
    );
  }
  const place: NodePlace = at.kind === 'yaml' ? at : { kind: 'file', range: at.range };
  return { file, name: exported, place };
}

/** Whether a name follows an `export` in some way; what it is comes out when the file is loaded. */
function exportsName(text: string, name: string): boolean {
  const word = `(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`;
  return new RegExp(`\\bexport\\b(?:\\s*\\{[^}]*|[^\\n;]*?)${word}|\\bexport\\s*\\*`).test(text);
}
