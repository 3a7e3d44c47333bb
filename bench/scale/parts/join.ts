import { at, invite, PACT, until } from '../../../daemon/test/harness/index.js';
import type { Measured } from '../results.js';
import type { Sized, Workshop } from '../sized.js';

/** Blocks of the raw copy: more say the same. */
const COPIED_MAX = 100_000;
/** A joiner that is not done by then is left: what it did is counted. */
const DEADLINE_MS = 240_000;

/** A new node joins. */
export async function join({ room, raw, tell }: Workshop, sized: Sized): Promise<Measured[]> {
  const { daemon: creator, entries } = sized;
  const wanted = (await creator.host.must(200, 'GET', at('/status'))).entries as number;
  const token = await invite(creator);
  // Tables that are being made again know it only when they come to it.
  await until(async () => (await creator.host.must(200, 'GET', at('/invites'))).entries.length > 0, {
    what: 'the creator lists the invite',
    deadline_ms: 600_000,
    every_ms: 50,
  });
  const joiner = await room.daemon();
  const start = performance.now();
  const since_s = (): number => (performance.now() - start) / 1000;
  await joiner.host.must(200, 'POST', '/v1/pacts/join', { token, alias: PACT, confirm: true });
  await until(async () => (await joiner.host.get(at('/entries?limit=50'))).body.entries?.length === 50, {
    what: 'the joiner lists entries',
    deadline_ms: 60_000,
    every_ms: 5,
  });
  const first_list = since_s();
  let offline_ready: number | null = null;
  let everything: number | null = null;
  let listed = 0;
  let told = 0;
  while ((everything === null || offline_ready === null) && since_s() * 1000 < DEADLINE_MS) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const status = await joiner.host.must(200, 'GET', at('/status'));
    listed = status.entries;
    if (status.offline_ready) offline_ready ??= since_s();
    if (listed >= wanted) everything ??= since_s();
    if (since_s() < told + 10) continue;
    told = since_s();
    tell(`join: ${listed.toLocaleString('en')} listed${offline_ready === null ? '' : ', offline-ready'}`);
  }
  const took = everything ?? since_s();
  await joiner.stop();
  tell('copy of as many blocks');
  const copied = await raw.replicate(Math.min(entries, COPIED_MAX));
  const limit = { what: 'copy of as many blocks', value: entries / copied.rate };
  return [
    { name: 'join to first list', entries, unit: 's', value: first_list },
    ...(offline_ready === null
      ? []
      : [
          {
            name: 'join to offline-ready',
            entries,
            unit: 's' as const,
            value: offline_ready,
            bare: limit,
          } satisfies Measured,
        ]),
    ...(everything === null
      ? []
      : [{ name: 'join to every entry listed', entries, unit: 's' as const, value: everything } satisfies Measured]),
    { name: 'join: entries listed a second', entries, unit: '/s', value: listed / took },
  ];
}
