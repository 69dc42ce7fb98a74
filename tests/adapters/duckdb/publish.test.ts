import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failure, folder, keep, open, rows, target } from './scratch.ts';

test('what is kept is there for every session', async () => {
  const adapter = await open();
  const count = await adapter.publish(async (session) => {
    expect(await session.run('create or replace table t as select range as a from range(7)')).toBe(7);
    expect(await session.run('insert into t values (8), (9)')).toBe(2);
    expect(await session.run('update t set a = 0 where a > 7')).toBe(2);
    expect(await session.run('create view v as select 1 as x')).toBe(0);
    const [row] = await session.rows('select count(*) as n from t');
    return { keep: true, value: row?.n };
  });
  expect(count).toBe(9);
  expect(await rows(adapter, 'select count(*) as n from t')).toEqual([{ n: 9 }]);
});

test('what is not kept never was', async () => {
  const adapter = await open();
  await keep(adapter, 'create table t as select 1 as a');
  const value = await adapter.publish(async (session) => {
    await session.run('create or replace table t as select 2 as a');
    await session.run('create schema gone');
    return { keep: false, value: 'told' };
  });
  expect(value).toBe('told');
  expect(await rows(adapter, 'from t')).toEqual([{ a: 1 }]);
  expect((await rows(adapter, "from duckdb_schemas() where schema_name = 'gone'")).length).toBe(0);
});

test('an error of the caller undoes the work and is thrown as it is', async () => {
  const adapter = await open();
  const mine = new Error('mine');
  const work = adapter.publish(async (session) => {
    await session.run('create table t as select 1 as a');
    throw mine;
  });
  await expect(work).rejects.toBe(mine);
  expect(await adapter.relations()).toEqual([]);
});

test.each([
  ["select 'x'::int", 'conversion'],
  ['select nothing from t', 'column'],
])('a failure that was hidden keeps nothing: %s', async (sql, kind) => {
  const adapter = await open();
  const error = await failure(
    adapter.publish(async (session) => {
      await session.run('create table t as select 1 as a');
      await session.rows(sql).catch(() => []);
      return { keep: true, value: null };
    }),
  );
  expect(error).toMatchObject({ kind, sql });
  expect(error.message).toMatch(/^nothing was kept, because a statement had failed: /);
  expect(await adapter.relations()).toEqual([]);
});

test.each([
  ["from read_csv('nosuch.csv')", 'file'],
  ["select strptime('1', '%Q')", 'other'],
])('so does a question that ends the transaction: %s', async (sql, kind) => {
  const adapter = await open();
  const error = await failure(
    adapter.publish(async (session) => {
      await session.run('create table t as select 1 as a');
      await session.columns(sql).catch(() => []);
      return { keep: true, value: null };
    }),
  );
  expect(error).toMatchObject({ kind, sql });
  expect(error.message).toMatch(/^nothing was kept, because a statement had failed: /);
  expect(await adapter.relations()).toEqual([]);
});

test('a question that fails and ends nothing is no matter', async () => {
  const adapter = await open();
  await adapter.publish(async (session) => {
    await session.run('create table t as select 1 as a');
    expect(await session.columns('select nosuch from t').catch(() => null)).toBeNull();
    return { keep: true, value: null };
  });
  expect(await rows(adapter, 'from t')).toEqual([{ a: 1 }]);
});

test('a first statement that cannot be parsed leaves a session that works', async () => {
  const adapter = await open(target(), { threads: 1 });
  const error = await failure(keep(adapter, 'selct 1'));
  expect(error).toMatchObject({ kind: 'syntax', position: 0 });
  await keep(adapter, 'create table t as select 1 as a');
  expect(await rows(adapter, 'from t')).toEqual([{ a: 1 }]);
});

test('nobody ends a transaction from within', async () => {
  const adapter = await open();
  for (const sql of ['commit', '-- now\nROLLBACK', '/* x */ begin transaction']) {
    const work = keep(adapter, 'create or replace table t as select 1 as a', sql);
    expect((await failure(work)).message).toBe('a statement cannot begin or end the transaction that it is part of');
  }
});

test('two statements are not sent as one', async () => {
  const adapter = await open();
  expect(await failure(keep(adapter, 'create table t as select 1 as a; commit'))).toMatchObject({ kind: 'syntax' });
  expect(await keep(adapter, 'create table t as select 1 as a; -- the end;\n;')).toBe(1);
});

test('a conflict calls the whole work again', async () => {
  const adapter = await open(target(':memory:'), { threads: 2 });
  await keep(adapter, 'create table t as select 0 as a');
  let calls = 0;
  await adapter.publish(async (session) => {
    calls++;
    await session.rows('from t');
    if (calls === 1) await keep(adapter, 'update t set a = a + 1');
    await session.run('update t set a = a + 10');
    return { keep: true, value: null };
  });
  expect(calls).toBe(2);
  expect(await rows(adapter, 'from t')).toEqual([{ a: 11 }]);
});

test('a conflict is seen though the caller wrapped it', async () => {
  const adapter = await open(target(':memory:'), { threads: 2 });
  await keep(adapter, 'create table t as select 0 as a');
  let calls = 0;
  await adapter.publish(async (session) => {
    calls++;
    await session.rows('from t');
    if (calls === 1) await keep(adapter, 'create or replace table t as select 5 as a');
    await session.run('update t set a = a + 1').catch(() => {
      throw new Error('wrapped');
    });
    return { keep: true, value: null };
  });
  expect(calls).toBe(2);
  expect(await rows(adapter, 'from t')).toEqual([{ a: 6 }]);
});

test('a conflict that does not end is an error, and a conflict at the commit too', async () => {
  const adapter = await open(target(':memory:'), { threads: 2 });
  await keep(adapter, 'create table t (a int primary key)');
  let calls = 0;
  const error = await failure(
    adapter.publish(async (session) => {
      calls++;
      await session.run(`insert into t values (${calls})`);
      await keep(adapter, `insert into t values (${calls})`);
      return { keep: true, value: null };
    }),
  );
  expect(error.kind).toBe('conflict');
  expect(calls).toBeGreaterThan(2);
  expect(calls).toBeLessThan(10);
  expect(await rows(adapter, 'select count(*) as n from t')).toEqual([{ n: calls }]);
});

test('callers wait for a free session, first come first served', async () => {
  const adapter = await open(target(), { threads: 1 });
  const order: number[] = [];
  await Promise.all(
    [1, 2, 3, 4].map((n) =>
      adapter.publish(async (session) => {
        await session.run(`create table t${n} as select ${n} as a`);
        order.push(n);
        return { keep: true, value: null };
      }),
    ),
  );
  expect(order).toEqual([1, 2, 3, 4]);
});

test('an interruption stops what runs, keeps nothing and leaves the database whole', async () => {
  const root = folder();
  const adapter = await open(target('w.duckdb'), { root });
  await keep(adapter, 'create table t as select 1 as a');
  const work = adapter.publish(async (session) => {
    await session.run('create or replace table t as select 2 as a');
    setImmediate(() => adapter.interrupt());
    await session.run(
      'create table endless as select sum(hash(a.range + b.range)) as s from range(10000000) a, range(10000000) b',
    );
    return { keep: true, value: null };
  });
  expect(await failure(work)).toMatchObject({ kind: 'interrupted' });
  expect(await rows(adapter, 'from t')).toEqual([{ a: 1 }]);
  await adapter.close();
  const again = await open(target('w.duckdb'), { root, readOnly: true });
  expect(await rows(again, 'from t')).toEqual([{ a: 1 }]);
});

/** Another process that has a database until it is ended. */
async function holding(path: string): Promise<ChildProcess> {
  const program = `import { DuckDBInstance } from '@duckdb/node-api';
    const held = await DuckDBInstance.create(process.argv[1]);
    console.log('held');
    process.stdin.on('data', () => { held.closeSync(); process.exit(0); });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('a lock of another process is waited for a little, and the whole of the work is done anew', async () => {
  const root = folder();
  const adapter = await open(target(), { root });
  const other = join(root, 'other.duckdb');
  const child = await holding(other);
  let calls = 0;
  await adapter.publish(async (session) => {
    calls++;
    await session.run('create table t as select 1 as a');
    await session.run(`attach '${other}' as aside`).catch(async (error) => {
      child.stdin?.write('go');
      await once(child, 'exit');
      throw error;
    });
    return { keep: true, value: null };
  });
  expect([calls, await rows(adapter, 'from t')]).toEqual([2, [{ a: 1 }]]);
});

test('a lock that stays is an error after five attempts', async () => {
  const root = folder();
  const adapter = await open(target(), { root });
  const other = join(root, 'other.duckdb');
  const child = await holding(other);
  let calls = 0;
  const error = await failure(
    adapter.publish(async (session) => {
      calls++;
      await session.run(`attach '${other}' as aside`);
      return { keep: true, value: null };
    }),
  );
  child.kill('SIGKILL');
  expect([calls, error.kind]).toEqual([5, 'conflict']);
  expect(error.message).toContain('other.duckdb');
});
