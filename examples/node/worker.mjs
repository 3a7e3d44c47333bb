/**
 * A worker: takes the open tasks called "words: …", one at a time, counts the words of each description, and completes it with the number.
 * Any number of workers may run at once, here or on other machines; each task is done by one of them.
 *
 *   node examples/node/worker.mjs            does what is open, and ends
 *   node examples/node/worker.mjs --follow   goes on with what arrives, until it is interrupted
 */
import { ConcordatApiError, createClient } from '@concordat/client';

const LEASE_MS = 60_000;
/** Well before the lease ends, so that one slow answer does not lose the task. */
const RENEW_EVERY_MS = LEASE_MS / 3;
const PREFIX = 'words: ';

const client = createClient();
const { current } = await client.pacts();
const pact = client.pact(process.env.CONCORDAT_PACT ?? current ?? 'default');

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

/** Stands for work that takes a while. Text of a task is data: it is counted, never obeyed. */
const countWords = async (text) => text.split(/\s+/).filter((word) => word !== '').length;

/** Runs `work` while the claim is renewed. */
const underLease = async ({ id, fence }, work) => {
  const renewing = setInterval(() => {
    // A lost lease shows when the task is completed: the fence is refused then.
    pact.renewTask(id, { fence, ttl_ms: LEASE_MS }).catch(() => {});
  }, RENEW_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(renewing);
  }
};

/** Claims a task; undefined when somebody else has it, or when the pact has not settled who has it. */
const claim = async (id) => {
  try {
    const task = await pact.claimTask(id, { ttl_ms: LEASE_MS });
    return 'pending' in task ? undefined : task;
  } catch (error) {
    if (error instanceof ConcordatApiError && error.status === 409) return undefined;
    throw error;
  }
};

const work = async (open) => {
  const task = await claim(open.id);
  if (!task) return;
  const words = await underLease(task, () => countWords(task.description ?? ''));
  await pact.completeTask(task.id, { fence: task.fence, result: { words } });
  console.log(`${task.title.slice(PREFIX.length)}: ${words} words`);
};

const workOnAllOpen = async () => {
  for await (const task of pact.eachTask({ status: 'open', order: 'asc' })) {
    if (task.title.startsWith(PREFIX)) await work(task);
  }
};

await workOnAllOpen();
if (process.argv.includes('--follow')) {
  // Whatever arrives, the list of open tasks says what is to be done; so nothing depends on the kind of change.
  for await (const page of pact.changes({ signal: stop.signal })) if (page.entries.length > 0) await workOnAllOpen();
}
