/** The thread that owns the database of fingerprints. What it cannot use it throws away and begins anew; nothing in it is a promise. */
import { parentPort, workerData } from 'node:worker_threads';
import { giveWay } from '../priority.js';
import type { FollowerData, FromFollower, ToFollower } from '../following/types.js';
import type { FollowedText, FromLookup, ToLookup } from './messages.js';
import { SimilarIndex } from './similar-index.js';

const port = parentPort as NonNullable<typeof parentPort>;
const { file, follows, pacts } = workerData as FollowerData;

const index = new SimilarIndex(file, follows);
index.keepOnly(pacts);
giveWay();

function take(message: ToLookup | ToFollower<FollowedText>): FromLookup | FromFollower | null {
  switch (message.kind) {
    case 'rows':
      index.write(message.rows, message.to);
      return { kind: 'indexed', indexed: index.indexed };
    case 'ask':
      return { kind: 'answer', n: message.n, similar: index.ask(message.asked) };
    case 'forget':
      index.forget(message.pact_id);
      return null;
    case 'close':
      index.close();
      port.close();
      return null;
  }
}

port.on('message', (message: ToLookup | ToFollower<FollowedText>) => {
  const reply = take(message);
  if (reply) port.postMessage(reply);
});
port.postMessage({ kind: 'ready', indexed: index.indexed } satisfies FromFollower);
