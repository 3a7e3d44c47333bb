import { createClient } from '@concordat/client';
import { at, PACT } from '../../daemon/test/harness/index.js';
import type { Bench } from '../bench.js';
import { median } from '../numbers.js';

const OVERHEAD_MAX_MS = 0.3;
const WARM_UP = 200;

/** What a client costs over the bare request that it makes: both in turn, in one process, over the same `fetch`. */
export async function clients(bench: Bench): Promise<void> {
  const { daemon } = await bench.corpus(1000);
  const pact = createClient({ url: daemon.url.origin, token: daemon.token }).pact(PACT);
  const headers = { authorization: `Bearer ${daemon.token}` };
  const bare = async () => (await fetch(new URL(at('/tasks?limit=50'), daemon.url), { headers })).json();
  const own = () => pact.tasks({ limit: 50 });

  const turns = bench.quick ? 500 : 2000;
  const took = { bare: [] as number[], own: [] as number[] };
  for (let turn = -WARM_UP; turn < turns; turn++) {
    for (const side of turn % 2 === 0 ? (['bare', 'own'] as const) : (['own', 'bare'] as const)) {
      const start = performance.now();
      await (side === 'bare' ? bare() : own());
      if (turn >= 0) took[side].push(performance.now() - start);
    }
  }
  bench.report.add({
    name: 'TypeScript client over fetch, list of 50, p50',
    value: median(took.own) - median(took.bare),
    unit: 'ms',
    raw: { what: 'the same request by fetch', value: median(took.bare) },
    targets: [{ at_most: OVERHEAD_MAX_MS }],
  });
}
