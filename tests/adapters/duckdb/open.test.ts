import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { failure, folder, keep, open, rows, target } from './scratch.ts';

const engine = pathToFileURL(join(process.cwd(), 'node_modules/@duckdb/node-api/lib/index.js')).href;

/** Another process that holds a database until its input ends. */
async function holder(path: string) {
  const program = `import(${JSON.stringify(engine)}).then(async (api) => {
    const instance = await (api.default ?? api).DuckDBInstance.create(${JSON.stringify(path)});
    console.log('ready');
    process.stdin.on('end', () => { instance.closeSync(); process.exit(0); }).resume();
  });`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

test('a database that another process has is refused with its PID and command', async () => {
  const root = folder();
  const child = await holder(join(root, 'w.duckdb'));
  const error = await failure(open(target('w.duckdb'), { root }));
  expect(error.kind).toBe('locked');
  expect(error.message).toContain(`w.duckdb is in use: PID ${child.pid} is running \`node`);
  expect(error.message).toContain('api');
  expect((await failure(open(target('w.duckdb'), { root, readOnly: true }))).kind).toBe('locked');
  child.stdin.end();
  await once(child, 'exit');
});

test('waiting ends when the other process lets go', async () => {
  const root = folder();
  const child = await holder(join(root, 'w.duckdb'));
  setTimeout(() => child.stdin.end(), 200);
  const adapter = await open(target('w.duckdb'), { root, waitSeconds: 30 });
  expect(await keep(adapter, 'create table t as select 1 as a')).toBe(1);
});

test('waiting can be interrupted', async () => {
  const root = folder();
  const child = await holder(join(root, 'w.duckdb'));
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  const error = await failure(open(target('w.duckdb'), { root, waitSeconds: 30, signal: stop.signal }));
  expect(error.kind).toBe('interrupted');
  child.stdin.end();
  await once(child, 'exit');
});

test('a file is opened once in a process, whatever its name', async () => {
  const root = folder();
  const first = await open(target('w.duckdb'), { root });
  symlinkSync(join(root, 'w.duckdb'), join(root, 'link.duckdb'));
  for (const path of ['w.duckdb', 'link.duckdb', './x/../w.duckdb']) {
    const error = await failure(open(target(path), { root }));
    expect(error).toMatchObject({ kind: 'locked' });
    expect(error.message).toContain('already open in this process');
  }
  await first.close();
  const second = await open(target('link.duckdb'), { root });
  expect(await rows(second, 'select 1 as a')).toEqual([{ a: 1 }]);
});

test('a worker thread is refused', async () => {
  const program = `
    const { parentPort, workerData } = require('node:worker_threads');
    import(workerData.jiti).then(async ({ createJiti }) => {
      const { own } = await createJiti(workerData.here).import(workerData.owner);
      try { own(workerData.path); parentPort.postMessage('opened'); } catch (error) { parentPort.postMessage(error.message); }
    });`;
  const worker = new Worker(program, {
    eval: true,
    workerData: {
      jiti: pathToFileURL(join(process.cwd(), 'node_modules/jiti/lib/jiti.mjs')).href,
      here: process.cwd(),
      owner: join(process.cwd(), 'src/adapters/duckdb/owner.ts'),
      path: join(folder(), 'w.duckdb'),
    },
  });
  const [message] = await once(worker, 'message');
  expect(message).toContain('a worker thread cannot open the database');
  await worker.terminate();
});

test('the folder is made, and everything is in the file after closing', async () => {
  const root = folder();
  const adapter = await open(target('target/deep/w.duckdb'), { root });
  await keep(adapter, 'create table t as select 1 as a');
  await adapter.close();
  await adapter.close();
  expect(existsSync(join(root, 'target/deep/w.duckdb'))).toBe(true);
  expect(existsSync(join(root, 'target/deep/w.duckdb.wal'))).toBe(false);
  const again = await open(target('target/deep/w.duckdb'), { root, readOnly: true });
  expect(await rows(again, 'from t')).toEqual([{ a: 1 }]);
  expect((await failure(keep(again, 'create table u as select 1 as a'))).message).toContain('read-only');
});

test('what is no database is said plainly', async () => {
  const root = folder();
  writeFileSync(join(root, 'text.duckdb'), 'not a database at all\n'.repeat(1000));
  mkdirSync(join(root, 'folder.duckdb'));
  writeFileSync(join(root, 'file'), '');
  const full = await open(target('full.duckdb'), { root });
  await keep(full, 'create table t as select range as a from range(100000)');
  await full.close();
  writeFileSync(join(root, 'cut.duckdb'), readFileSync(join(root, 'full.duckdb')).subarray(0, 9000));
  const cases = {
    'text.duckdb': 'is not a valid DuckDB database file',
    'folder.duckdb': 'Is a directory',
    'cut.duckdb': 'cut.duckdb cannot be opened',
    'file/w.duckdb': 'the folder of file/w.duckdb cannot be made',
  };
  for (const [path, text] of Object.entries(cases)) {
    const error = await failure(open(target(path), { root }));
    expect(error.kind).toBe('file');
    expect(error.message).toContain(text);
    expect(error.message).not.toMatch(/[{}]|Error:/);
  }
  const error = await failure(open(target('none.duckdb'), { root, readOnly: true }));
  expect(error).toMatchObject({
    kind: 'file',
    message: 'none.duckdb does not exist: nothing has been built there yet',
  });
});

test('settings of the target hold on every session, and a wrong one names the target', async () => {
  const adapter = await open(target(':memory:', { memory_limit: '200MB', default_order: 'desc' }));
  const seen = await Promise.all(
    [1, 2, 3].map(() =>
      adapter.read((session) =>
        session.rows(
          "select current_setting('default_order') as o, current_setting('TimeZone') as z, current_setting('memory_limit') as m",
        ),
      ),
    ),
  );
  for (const [row] of seen) expect(row).toMatchObject({ o: 'DESC', z: 'UTC', m: '190.7 MiB' });
  const error = await failure(open(target(':memory:', { memory_limmit: '1GB' })));
  expect(error.message).toMatch(/^the settings of target dev are refused: .*memory_limmit/);
});

test('nothing is downloaded', async () => {
  const adapter = await open();
  const [row] = await rows(
    adapter,
    "select current_setting('autoinstall_known_extensions') as a, current_setting('autoload_known_extensions') as b, current_setting('allow_community_extensions') as c",
  );
  expect(row).toEqual({ a: false, b: false, c: false });
});
