import generate from '../../generators/factory.ts';

/** Runs the factory in a process of its own: `run-factory.ts <folder> <params as JSON>`. */
const [, , folder = '', params = '{}'] = process.argv;
await generate({
  root: folder,
  params: JSON.parse(params),
  folders: { landing: `${folder}/landing`, truth: `${folder}/truth` },
  progress: () => undefined,
});
