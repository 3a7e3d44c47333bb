/** Host: is the daemon alive, is it ready, what does it hold. */
import type { Handlers } from '../contract/index.js';
import type { HttpMetrics } from './metrics.js';
import type { Parts } from './parts.js';

type Host = Pick<Handlers, 'ping' | 'healthz' | 'readyz' | 'metrics' | 'hostStatus'>;

const alive = () => ({ status: 200, body: { ok: true } }) as const;

/** Handlers of the tag Host. */
export const hostHandlers = ({ pacts, node }: Parts, metrics: HttpMetrics): Host => ({
  ping: alive,
  healthz: alive,
  readyz: () =>
    pacts.ready()
      ? { status: 200, body: { ok: true, reason: null } }
      : { status: 503, body: { ok: false, reason: 'no pact is open' } },
  metrics: async () => ({ status: 200, body: await metrics.page() }),
  hostStatus: () => ({
    status: 200,
    body: {
      current: pacts.current(),
      agents: pacts.agentCount(),
      pact_count: pacts.list().length,
      node_key: node.key,
      handle: node.handle,
      version: node.version,
      uptime_s: (performance.now() - node.started_ms) / 1000,
      data_dir: node.data_dir,
      started: node.started,
      embeddings: pacts.embeddings(),
    },
  }),
});
