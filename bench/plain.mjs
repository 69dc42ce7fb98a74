// What somebody would write by hand: the same statements, one after the other, through the engine's own library.
//   node bench/plain.mjs FILE STATEMENTS.json
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const [file, statements] = process.argv.slice(2);
const instance = await DuckDBInstance.create(file);
const connection = await instance.connect();
for (const sql of JSON.parse(readFileSync(statements, 'utf8'))) {
  const reader = await connection.runAndReadAll(sql);
  if (sql.startsWith('select count')) reader.getRows();
}
connection.closeSync();
instance.closeSync();
