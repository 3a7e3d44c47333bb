/** The thread that owns the vectors: compares them, and has those made that are missing. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromFollower, ToFollower } from '../following/types.js';
import { textsOf } from './documents.js';
import { Endpoint, EndpointFault } from './endpoint.js';
import type { FollowedRow, FromVectors, NearRequest, ToVectors, VectorsData } from './messages.js';
import { giveWay } from '../priority.js';
import { steadyMs } from '../steady-clock.js';
import { VectorStore } from './vector-store.js';

const port = parentPort as NonNullable<typeof parentPort>;
const { file, follows, pacts, endpoint: settings } = workerData as VectorsData;

/** Texts of one request to the endpoint. */
const BATCH = 16;
/** A model reads no more of a text. */
const TEXT_MAX_CHARS = 8_000;
/** How long the endpoint may take for the vectors of entries: a small machine computes them itself. */
const ENTRIES_MS = 60_000;
/** Vectors of questions that are remembered: pages of one question, and the same asked again. */
const REMEMBERED_MAX = 256;
/** Between two words about the state. */
const STATUS_MS = 200;

const endpoint = settings && new Endpoint(settings);
const store = new VectorStore(file, follows, settings?.model ?? null);
store.keepOnly(pacts);
giveWay();

const remembered = new Map<string, readonly number[]>();
let closing = false;
let making = false;
let retry: NodeJS.Timeout | null = null;
let telling: NodeJS.Timeout | null = null;

const send = (message: FromVectors | FromFollower): void => port.postMessage(message);

function tell(): void {
  telling = null;
  send({ kind: 'status', status: { ...store.status, endpoint: !endpoint ? 'off' : endpoint.down ? 'down' : 'ok' } });
}

function tellSoon(): void {
  telling ??= setTimeout(tell, STATUS_MS);
}

function follow(rows: readonly FollowedRow[], to: number): void {
  store.transaction(() => {
    for (const { pact_id, id, val } of rows) {
      if (val === null) store.remove(pact_id, id);
      else if (endpoint && !store.has(pact_id, id)) store.want(pact_id, id, textOf(val));
    }
    store.followed(to);
  });
  void make();
}

function textOf(val: string): string {
  const { title, topic, content } = textsOf(val);
  return [title, topic, content]
    .filter((text) => text !== '')
    .join('\n')
    .slice(0, TEXT_MAX_CHARS);
}

/** Has vectors made until no entry waits for one, or the endpoint fails. */
async function make(): Promise<void> {
  if (!endpoint || making || retry || closing) return;
  making = true;
  let size = BATCH;
  for (let batch = store.wanted(size); batch.length > 0 && !closing; batch = store.wanted(size)) {
    try {
      const vectors = await endpoint.embed(
        batch.map(({ text }) => text),
        ENTRIES_MS,
      );
      if (closing) return;
      store.transaction(() => {
        for (const [i, { pact_id, entry }] of batch.entries()) {
          if (!store.has(pact_id, entry))
            store.put(pact_id, entry, vectors[i] as number[], settings?.model ?? null, false);
          store.settle(pact_id, entry);
        }
      });
      size = BATCH;
    } catch (error) {
      if (!(error instanceof EndpointFault)) throw error;
      if (closing) return;
      if (!error.refused) {
        retry = setTimeout(again, Math.max(0, endpoint.usable_at - performance.now()));
        break;
      }
      // One of them is to blame: each is asked for alone, until one goes through.
      if (batch.length === 1) store.refuse(batch[0] as (typeof batch)[number]);
      size = 1;
    }
    tellSoon();
  }
  making = false;
  tellSoon();
}

function again(): void {
  retry = null;
  void make();
}

/** The vector of a question; null when it cannot be had. */
async function vectorOf({ vector, text, deadline }: NearRequest): Promise<readonly number[] | null> {
  if (vector || !endpoint) return vector;
  const key = text.slice(0, TEXT_MAX_CHARS);
  const known = remembered.get(key);
  if (known) return known;
  try {
    const [made = null] = await endpoint.embed([key], Math.max(1, deadline - steadyMs()));
    if (made) remembered.set(key, made);
    if (remembered.size > REMEMBERED_MAX) remembered.delete(remembered.keys().next().value as string);
    return made;
  } catch (error) {
    if (!(error instanceof EndpointFault)) throw error;
    tellSoon();
    return null;
  }
}

async function answer(id: number, request: NearRequest): Promise<void> {
  const vector = await vectorOf(request);
  if (closing) return;
  const late = steadyMs() > request.deadline;
  send({ kind: 'nearest', id, nearest: vector && !late ? store.nearest(request, vector) : null });
}

function close(): void {
  closing = true;
  for (const timer of [retry, telling]) if (timer) clearTimeout(timer);
  store.close();
  port.close();
}

port.on('message', (message: ToVectors | ToFollower<FollowedRow>) => {
  switch (message.kind) {
    case 'rows':
      follow(message.rows, message.to);
      send({ kind: 'indexed', indexed: store.indexed });
      return;
    case 'given':
      store.put(message.pact_id, message.entry, message.vector, message.model, true);
      tellSoon();
      return;
    case 'near':
      void answer(message.id, message.request);
      return;
    case 'forget':
      store.forget(message.pact_id);
      tellSoon();
      return;
    case 'close':
      close();
  }
});
send({ kind: 'ready', indexed: store.indexed });
tell();
void make();
