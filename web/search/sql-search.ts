import type { NodeSql } from '../../src/site/contract.ts';
import { load } from '../data/files.ts';
import { site } from '../data/site.ts';
import { findInSql, type Hit } from './engine.ts';

const mostHits = 8;
/** So long the page may look without drawing, in milliseconds. */
const slice = 8;

interface Part {
  readonly first: number;
  readonly sql: readonly NodeSql[];
  readonly lower: readonly string[];
}

const parts: Part[] = [];

/** Looks through all SQL, a file at a time as they come, and tells what it finds. Stops when `isWanted` says so. */
export async function searchSql(
  query: string,
  isWanted: () => boolean,
  tell: (hits: readonly Hit[]) => void,
): Promise<void> {
  const firsts = site().index.sql;
  const hits: Hit[] = [];
  let began = performance.now();
  for (const [number, first] of firsts.entries()) {
    parts[number] ??= await partOf(number, first);
    const { sql, lower } = parts[number] as Part;
    for (const [place, text] of lower.entries()) {
      const hit = findInSql(query, sql[place]?.raw ?? '', text, first + place);
      if (hit) hits.push(hit);
      if (hits.length >= mostHits) break;
    }
    if (performance.now() - began > slice) {
      tell([...hits]);
      await new Promise((done) => setTimeout(done));
      began = performance.now();
    }
    if (!isWanted()) return;
    if (hits.length >= mostHits) break;
  }
  tell(hits);
}

async function partOf(number: number, first: number): Promise<Part> {
  const sql = await load(`sql-${number}`);
  return { first, sql, lower: sql.map(({ raw }) => raw.toLowerCase()) };
}
