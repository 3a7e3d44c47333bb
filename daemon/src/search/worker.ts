/** The thread that owns the search database. What it cannot use it throws away and begins anew; nothing in it is a promise. */
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { answer, Refusal } from './answer.js';
import type { FromWorker, ToWorker, WorkerData } from './messages.js';
import { SearchIndex } from './search-index.js';

const port = parentPort as NonNullable<typeof parentPort>;
const { file, follows, pacts } = workerData as WorkerData;

/** Nice value of this thread: where processors are few, a commit goes first. */
const NICE = 10;
/** What was taken over is kept that soon. */
const KEPT_MS = 500;

const index = new SearchIndex(file, follows);
index.keepOnly(pacts);
giveWay();

let keeping: NodeJS.Timeout | null = null;

function keepSoon(): void {
  keeping ??= setTimeout(() => {
    keeping = null;
    index.flush();
  }, KEPT_MS);
}

/** Only Linux gives threads a priority of their own; elsewhere this one has that of the process. */
function giveWay(): void {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), NICE);
  } catch {
    // It runs as any other thread then.
  }
}

function take(message: ToWorker): FromWorker | null {
  switch (message.kind) {
    case 'rows':
      index.write(message.rows, message.to);
      keepSoon();
      return { kind: 'indexed', indexed: index.indexed };
    case 'forget':
      index.forget(message.pact_id);
      return null;
    case 'search':
      try {
        return { kind: 'answer', id: message.id, json: answer(index, message.request) };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { kind: 'refused', id: message.id, code: error.code, message: error.message };
      }
    case 'close':
      if (keeping) clearTimeout(keeping);
      index.close();
      port.close();
      return null;
  }
}

port.on('message', (message: ToWorker) => {
  const reply = take(message);
  if (reply) port.postMessage(reply, reply.kind === 'answer' ? [reply.json.buffer as ArrayBuffer] : []);
});
port.postMessage({ kind: 'ready', indexed: index.indexed } satisfies FromWorker);
