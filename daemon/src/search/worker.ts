/** The thread that owns the search database. What it cannot use it throws away and begins anew; nothing in it is a promise. */
import { parentPort, workerData } from 'node:worker_threads';
import { find, type Found, Refusal } from './answer.js';
import type { FollowerData, FromFollower, ToFollower } from '../following/types.js';
import type { Answer, FollowedRow, FromIndex, Question, Shown, ToIndex } from './messages.js';
import { giveWay } from '../priority.js';
import { SearchIndex } from './search-index.js';

const port = parentPort as NonNullable<typeof parentPort>;
const { file, follows, pacts } = workerData as FollowerData;

/** Answers that are ready so long go out, though others of their message are not. */
const HELD_BACK_MS = 4;

const index = new SearchIndex(file, follows);
index.keepOnly(pacts);
giveWay();

/** What was found, until its entries are shown. */
const finding = new Map<number, Found>();

function answerTo({ id, request }: Question): Answer {
  try {
    const found = find(index, request);
    const { entries } = found;
    if (entries.length === 0) return { id, json: found.page([]) };
    finding.set(id, found);
    return { id, found: entries };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id, code: error.code, message: error.message };
  }
}

function show({ id, entries }: Shown): Answer {
  const { page } = finding.get(id) as Found;
  finding.delete(id);
  return { id, json: page(entries) };
}

/** Answers what came in one message in few messages: sending one takes as long as finding a rare word (measured). */
function answerAll<Asked>(asked: readonly Asked[], answer: (one: Asked) => Answer): void {
  let ready: Answer[] = [];
  let since = performance.now();
  for (const [i, one] of asked.entries()) {
    ready.push(answer(one));
    if (i + 1 < asked.length && performance.now() - since < HELD_BACK_MS) continue;
    send({ kind: 'answers', answers: ready });
    ready = [];
    since = performance.now();
  }
}

function send(message: FromIndex | FromFollower): void {
  const answers = message.kind === 'answers' ? message.answers : [];
  port.postMessage(
    message,
    answers.flatMap((one) => ('json' in one ? [one.json.buffer as ArrayBuffer] : [])),
  );
}

function take(message: ToIndex | ToFollower<FollowedRow>): void {
  switch (message.kind) {
    case 'rows':
      index.write(message.rows, message.to);
      send({ kind: 'indexed', indexed: index.indexed });
      return;
    case 'forget':
      index.forget(message.pact_id);
      return;
    case 'search':
      answerAll(message.questions, answerTo);
      return;
    case 'show':
      answerAll(message.shown, show);
      return;
    case 'close':
      index.close();
      port.close();
  }
}

port.on('message', take);
send({ kind: 'ready', indexed: index.indexed });
