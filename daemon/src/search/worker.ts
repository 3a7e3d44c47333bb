/** The thread that owns the search database. What it cannot use it throws away and begins anew; nothing in it is a promise. */
import { parentPort, workerData } from 'node:worker_threads';
import { answer, Refusal } from './answer.js';
import type { Answer, FromFollower, FromIndex, Question, ToFollower, ToIndex, WorkerData } from './messages.js';
import { giveWay } from '../priority.js';
import { SearchIndex } from './search-index.js';

const port = parentPort as NonNullable<typeof parentPort>;
const { file, follows, pacts } = workerData as WorkerData;

/** What was taken over is kept that soon. */
const KEPT_MS = 500;
/** Answers that are ready so long go out, though others of their message are not. */
const HELD_BACK_MS = 4;

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

function answerTo({ id, request }: Question): Answer {
  try {
    return { id, json: answer(index, request) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id, code: error.code, message: error.message };
  }
}

/** Answers what came in one message in few messages: sending one takes as long as finding a rare word (measured). */
function answerAll(questions: readonly Question[]): void {
  let ready: Answer[] = [];
  let since = performance.now();
  for (const [i, question] of questions.entries()) {
    ready.push(answerTo(question));
    if (i + 1 < questions.length && performance.now() - since < HELD_BACK_MS) continue;
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

function take(message: ToIndex | ToFollower): void {
  switch (message.kind) {
    case 'rows':
      index.write(message.rows, message.to);
      keepSoon();
      send({ kind: 'indexed', indexed: index.indexed });
      return;
    case 'forget':
      index.forget(message.pact_id);
      return;
    case 'search':
      answerAll(message.questions);
      return;
    case 'close':
      if (keeping) clearTimeout(keeping);
      index.close();
      port.close();
  }
}

port.on('message', take);
send({ kind: 'ready', indexed: index.indexed });
