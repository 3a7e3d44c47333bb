/** The process behind {@link file://./raw.ts}: the daemon's own log without a daemon around it. */
import { randomBytes } from 'node:crypto';
import { closeSync, fdatasync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Corestore from 'corestore';
import ProtomuxWakeup from 'protomux-wakeup';
import { GatedStore } from '../daemon/dist/network/index.js';
import { LogSync } from '../daemon/dist/node/index.js';
import { PactLog } from '../daemon/dist/pact/log.js';
import { limits } from '../daemon/dist/pact/model/index.js';
import { OpEncoder } from '../daemon/dist/pact/ops.js';
import { answer } from './child.js';
import { knowledge } from './entries.js';
import { quantile } from './numbers.js';
import type { RawResult } from './raw.js';

type Question =
  | { what: 'append'; batch: number; turns: number }
  | { what: 'fdatasync'; turns: number }
  | { what: 'replicate'; blocks: number };

const dir = mkdtempSync(join(tmpdir(), 'concordat-bench-'));
const encoder = new OpEncoder();
let opened: Promise<{ log: PactLog; sync: LogSync; store: GatedStore }> | null = null;
let written = 0;

async function open(): Promise<{ log: PactLog; sync: LogSync; store: GatedStore }> {
  const store = new GatedStore(join(dir, 'store'));
  await store.ready();
  const log = new PactLog({
    store: store.namespaceFor('raw', { allows: () => false }),
    key: null,
    encryptionKey: randomBytes(32),
    wakeup: new ProtomuxWakeup(),
    supported: limits.PROTOCOL_VERSION,
    onMove: () => {},
    onOwnBlocks: () => {},
  });
  await log.open();
  const node = randomBytes(32).toString('hex');
  await log.append([encoder.encode({ t: 'genesis', node, name: 'Raw', purpose: null, display_name: null })]);
  return {
    log,
    store,
    sync: new LogSync(join(dir, 'store'), (error) => {
      throw error;
    }),
  };
}

/** Runs `turn` so many times, one after the other; each counts for `each` things. */
async function loop(turns: number, each: number, turn: () => Promise<void>): Promise<RawResult> {
  const took: number[] = [];
  const start = performance.now();
  for (let i = 0; i < turns; i++) {
    const before = performance.now();
    await turn();
    took.push(performance.now() - before);
  }
  return { rate: (turns * each * 1000) / (performance.now() - start), p50_ms: quantile(took, 0.5) };
}

async function append(batch: number, turns: number): Promise<RawResult> {
  opened ??= open();
  const { log, sync } = await opened;
  return loop(turns, batch, async () => {
    const ops = Array.from({ length: batch }, () =>
      encoder.encode({ t: 'entry', type: 'knowledge', payload: knowledge(String(written++), 'raw') }),
    );
    await log.append(ops);
    await sync.sync();
  });
}

async function syncFile(turns: number): Promise<RawResult> {
  const fd = openSync(join(dir, 'synced'), 'a');
  const page = Buffer.alloc(4096, 1);
  const sync = promisify(fdatasync);
  try {
    return await loop(turns, 1, async () => {
      writeSync(fd, page);
      await sync(fd);
    });
  } finally {
    closeSync(fd);
  }
}

async function replicate(blocks: number): Promise<RawResult> {
  const [from, to] = [new Corestore(join(dir, `from-${blocks}`)), new Corestore(join(dir, `to-${blocks}`))];
  const source = from.get({ name: 'source' });
  await source.ready();
  const block = Buffer.from(JSON.stringify(knowledge('0', 'raw')));
  for (let at = 0; at < blocks; at += 1000) {
    await source.append(Array.from({ length: Math.min(1000, blocks - at) }, () => block));
  }
  const copy = to.get(source.key);
  await copy.ready();
  const [a, b] = [from.replicate(true), to.replicate(false)];
  const result = await loop(1, blocks, async () => {
    a.pipe(b).pipe(a);
    await copy.download({ start: 0, end: blocks }).done();
  });
  await Promise.all([from.close(), to.close()]);
  return result;
}

answer(
  (question: Question) => {
    if (question.what === 'append') return append(question.batch, question.turns);
    return question.what === 'fdatasync' ? syncFile(question.turns) : replicate(question.blocks);
  },
  async () => {
    const parts = await opened;
    await parts?.log.close();
    parts?.sync.close();
    await parts?.store.close();
    rmSync(dir, { recursive: true, force: true });
  },
);
