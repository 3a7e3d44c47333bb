import { at, invite, PACT, until } from '../../daemon/test/harness/index.js';
import type { Bench } from '../bench.js';
import { median } from '../numbers.js';

const FIRST_LIST_S = 0.6;
const OFFLINE_READY_S: Record<number, number> = { 10_000: 4, 100_000: 30 };

interface Joined {
  readonly first_list_ms: number;
  readonly offline_ready_ms: number;
  /** Until the joiner's tables show every entry. */
  readonly complete_ms: number;
}

/** A new node joins a pact that holds many entries. */
export async function join(bench: Bench): Promise<void> {
  for (const size of bench.sizes.slice(2)) {
    await bench.corpus(size);
    const turns = bench.quick || size > 10_000 ? 1 : 3;
    const joins: Joined[] = [];
    for (let turn = 0; turn < turns; turn++) joins.push(await once(bench, size));
    const entries = `${size.toLocaleString('en')} entries`;
    const blocks = await bench.raw.replicate(size);
    const seconds = (of: (joined: Joined) => number): number => median(joins.map(of)) / 1000;
    bench.report.add({
      name: `join to first list, ${entries}`,
      value: seconds((joined) => joined.first_list_ms),
      unit: 's',
      targets: [{ at_most: FIRST_LIST_S }],
    });
    bench.report.add({
      name: `join to offline-ready, ${entries}`,
      value: seconds((joined) => joined.offline_ready_ms),
      unit: 's',
      raw: { what: 'copy of as many blocks', value: size / blocks.rate },
      targets: [{ at_most: OFFLINE_READY_S[size] ?? 30 }],
    });
    bench.report.add({
      name: `join to every entry listed, ${entries}`,
      value: seconds((joined) => joined.complete_ms),
      unit: 's',
    });
  }
}

async function once(bench: Bench, size: number): Promise<Joined> {
  const { daemon: creator } = await bench.corpus(size);
  const wanted = (await creator.host.must(200, 'GET', at('/status'))).entries as number;
  const joiner = await bench.room.daemon();
  const token = await invite(creator);
  const start = performance.now();
  const since = (): number => performance.now() - start;
  await joiner.host.must(200, 'POST', '/v1/pacts/join', { token, alias: PACT, confirm: true });
  const listed = async (): Promise<boolean> =>
    (await joiner.host.must(200, 'GET', at('/entries?limit=50'))).entries.length === 50;
  await until(listed, { what: 'the joiner lists entries', deadline_ms: 60_000, every_ms: 5 });
  const first_list_ms = since();
  const status = () => joiner.host.must(200, 'GET', at('/status'));
  await until(async () => (await status()).offline_ready, {
    what: 'the joiner is offline-ready',
    deadline_ms: 300_000,
    every_ms: 50,
  });
  const offline_ready_ms = since();
  await until(async () => (await status()).entries >= wanted, {
    what: 'the joiner lists every entry',
    deadline_ms: 300_000,
    every_ms: 50,
  });
  const complete_ms = since();
  await joiner.stop();
  return { first_list_ms, offline_ready_ms, complete_ms };
}
