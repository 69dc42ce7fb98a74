import { expect, test } from 'vitest';
import { parse } from '../../src/cli/program.ts';
import { verbs } from '../../src/cli/verbs.ts';

/** `npx vitest run tests/docs/commands.test.ts -u` writes the page. */
test('docs/commands.md is what the program says of itself', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/commands.md');
});

function page(): string {
  const intro = `# Commands

What \`mart --help\` and \`mart <verb> --help\` print. The options of \`mart\` itself belong to every verb.

Exit codes: 0 when all went well; 1 when the project or its data is at fault; 2 when mart was used in a wrong way, or is wrong itself; 130 when it was interrupted.
`;
  const parts = verbs.map((verb) => `## mart ${verb.name}\n\n${fenced(own(help(...verb.name.split(' '), '--help')))}`);
  return [intro, fenced(help('--help')), ...parts].join('\n');
}

function help(...args: string[]): string {
  const request = parse(args);
  if (request.kind !== 'text') throw new Error(`no help for ${args.join(' ')}`);
  return request.text.trimEnd();
}

/** Without the options of every verb, which stand at the top of the page. */
function own(text: string): string {
  return text.split('\n\nGlobal Options:')[0] ?? text;
}

function fenced(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\`\n`;
}
