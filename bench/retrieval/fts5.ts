import { openDerived } from '../../daemon/dist/derived/index.js';
import type { Engine } from './score.js';

const TABLE = `create virtual table words using fts5(topic, content, tokenize = 'porter unicode61')`;

/** A plain FTS5 table ranked by its bm25, asked for all of the words or for any of them. */
export function fts5(file: string, mode: 'AND' | 'OR'): Engine {
  const { db } = openDerived(file, { version: 1, tables: TABLE, cache_kib: 32_768 });
  const insert = db.prepare('insert into words(rowid, topic, content) values(?, ?, ?)');
  const search = db.prepare('select rowid from words where words match ? order by bm25(words) limit ?');
  return {
    name: `SQLite FTS5, ${mode === 'AND' ? 'all' : 'any'} of the words`,
    fill: async (entries) => {
      db.transaction(() => {
        for (const [n, { topic, content }] of entries.entries()) insert.run([n, topic, content]);
      });
    },
    search: async (text, limit) => {
      // Each word in quotes: what is in it is text then, not the syntax of a query.
      const words = text.split(/\s+/).map((word) => `"${word.replaceAll('"', '')}"`);
      return search.all([words.join(` ${mode} `), limit]).map(({ rowid }) => rowid as number);
    },
  };
}
