import { toCode } from '../compile/codes.ts';
import type { Code } from '../nodes/code.ts';
import type { Model } from '../nodes/node.ts';
import { render } from '../template/render.ts';
import type { InputCall, TemplateScope } from '../template/template.ts';
import { whole } from './cache/packed-manifest.ts';

/**
 * A model with another text in its file, to see what the engine says of it: it may read less than before, and nothing
 * more. null where the text is no template, or names something new.
 */
export function refitModel(scope: TemplateScope, model: Model, text: string): Model | null {
  const written = model.unexpanded ?? model;
  const side = (isIncremental: boolean, before: Code): Code | null => {
    const seen = { name: model.name, path: model.path, version: model.version };
    const options = { kind: 'model', isIncremental, model: seen, hasThis: true } as const;
    const old = render({ path: model.path, text: model.rawCode }, scope, options);
    const known = new Map(old.inputs.map((call, at) => [nameOf(call), before.inputs[at] ?? null]));
    const fresh = render({ path: model.path, text }, scope, options);
    const isNew = fresh.inputs.some((call) => !known.get(nameOf(call)));
    if (fresh.diagnostics.length > 0 || isNew || configOf(old) !== configOf(fresh)) return null;
    return toCode(fresh, (call) => known.get(nameOf(call)) ?? null);
  };
  const code = side(false, written.code);
  const incrementalCode = written.incrementalCode && side(true, written.incrementalCode);
  if (!code || (written.incrementalCode && !incrementalCode)) return null;
  const own = { ...whole(model), rawCode: text };
  return model.unexpanded ? { ...own, unexpanded: { code, incrementalCode } } : { ...own, code, incrementalCode };
}

function nameOf({ range: _, ...call }: InputCall): string {
  return JSON.stringify(call);
}

function configOf({ config, usesIncremental }: ReturnType<typeof render>): string {
  return JSON.stringify([config.map(({ values }) => values), usesIncremental]);
}
