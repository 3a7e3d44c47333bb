import { at, type Daemon, pooled } from '../../daemon/test/harness/index.js';
import type { Engine } from './score.js';

const WRITERS = 32;

/** The search of a daemon's shared pact. */
export function concordat(daemon: Daemon): Engine {
  let ids: readonly string[] = [];
  let numbers: ReadonlyMap<string, number> = new Map();
  return {
    name: 'Concordat',
    fill: async (entries) => {
      ids = await pooled(entries, WRITERS, async (entry) => {
        const { id } = await daemon.host.must(201, 'POST', at('/knowledge'), entry);
        return id as string;
      });
      numbers = new Map(ids.map((id, n) => [id, n]));
    },
    search: async (text, limit) => {
      const found = await daemon.host.must(200, 'GET', at(`/search?limit=${limit}&q=${encodeURIComponent(text)}`));
      return (found.entries as { id: string }[]).map(({ id }) => numbers.get(id) as number);
    },
  };
}
