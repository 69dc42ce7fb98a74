import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { build, type RunEvent, run } from '../../src/index.ts';
import { project } from '../support/projects.ts';

const shop = {
  'models/a.sql': '{{config materialized="table"}}select 1 as id',
  'models/b.sql': '{{config materialized="table"}}select * from {{ref "a"}}',
  'models/bad.sql': '{{config materialized="table"}}select error(\'no\') as id from {{ref "a"}}',
};

test('runs that are asked for at once are done one after the other', async () => {
  const folder = project(shop);
  const heard: string[] = [];
  const listen = (name: string) => (event: RunEvent) => {
    if (event.type === 'run_started' || event.type === 'run_finished') heard.push(`${name} ${event.type}`);
  };
  const outcomes = await Promise.all([
    build(folder, { listen: listen('first') }),
    build(folder, { exclude: ['bad'], listen: listen('second') }),
    run(folder, { exclude: ['bad'], listen: listen('third') }),
  ]);
  expect(heard).toEqual(
    ['first', 'second', 'third'].flatMap((name) => [`${name} run_started`, `${name} run_finished`]),
  );
  expect(outcomes.map(({ ok }) => ok)).toEqual([false, true, true]);
  expect(outcomes[1]?.results.map(({ status }) => status)).toEqual(['reused', 'reused']);
});

test('a worker thread is refused with a finding', async () => {
  const folder = project(shop);
  const program = `
    const { parentPort, workerData } = require('node:worker_threads');
    import(workerData.library)
      .then(({ build }) => build(workerData.folder))
      .then(() => parentPort.postMessage('built'), (error) => parentPort.postMessage(error.message));`;
  const library = pathToFileURL(resolve('dist/index.js')).href;
  const worker = new Worker(program, { eval: true, workerData: { library, folder } });
  const [message] = await once(worker, 'message');
  await worker.terminate();
  expect(message).toBe('M504: a worker thread cannot open the database: rows would be lost');
});
