import { type Diagnostic, DiagnosticError, diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Code } from '../nodes/code.ts';
import type { Manifest } from '../nodes/manifest.ts';
import type { NodeId } from '../nodes/node.ts';
import { spanOf } from '../source/text.ts';
import { render } from '../template/render.ts';
import type { InputCall, TemplateScope } from '../template/template.ts';
import { toCode } from './codes.ts';
import { withEphemerals } from './ephemeral.ts';

/** A query of the command line as code: templates work in it as in a model. `shown` names it in findings. */
export function inlineCode(manifest: Manifest, scope: TemplateScope, text: string, shown: string): Code {
  const rendered = render({ path: shown, text }, scope, {
    kind: 'model',
    isIncremental: false,
    model: null,
    hasThis: false,
  });
  const found: Diagnostic[] = [...rendered.diagnostics];
  const refs = new Map<string, NodeId>();
  for (const node of manifest.nodes.values()) {
    if (node.resource === 'model' || node.resource === 'seed') refs.set(node.name, node.id);
    if (node.resource === 'source') refs.set(`${node.sourceName}.${node.name}`, node.id);
  }
  const resolve = (call: InputCall): NodeId | null => {
    const key = call.kind === 'ref' ? call.name : `${call.source}.${call.table}`;
    const id = refs.get(key);
    if (id !== undefined) return id;
    found.push(
      diagnostic(call.kind === 'ref' ? 'M401' : 'M402', `there is no \`${key}\``, {
        labels: [{ span: spanOf(call.range, text), text: 'not found' }],
        help: didYouMean(key, [...refs.keys()]),
      }),
    );
    return null;
  };
  const code = toCode(rendered, resolve);
  if (found.length > 0) throw new DiagnosticError(found);
  return withEphemerals(code, (id) => {
    const node = manifest.nodes.get(id);
    return node?.resource === 'model' && node.config.materialized === 'ephemeral' ? node : undefined;
  });
}
