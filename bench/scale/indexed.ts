import { at, type Daemon, until } from '../../daemon/test/harness/index.js';

const DEADLINE_MS = 1_200_000;

/** Seconds until search knows all that arrived. */
export async function indexed(daemon: Daemon): Promise<number> {
  const start = performance.now();
  await until(async () => (await daemon.host.must(200, 'GET', at('/search?q=words'))).complete, {
    what: 'search knows all that arrived',
    deadline_ms: DEADLINE_MS,
    every_ms: 20,
  });
  return (performance.now() - start) / 1000;
}
