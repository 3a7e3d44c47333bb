/** Every operation of the contract through the shell client, against real daemons, each answer held against the contract. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Bench, ended, needs, type Ran, SHELLS } from '../../clients/shell/test/script.js';
import { contract, type Operation, operationsOf } from '../../daemon/src/contract/index.js';
import { responseChecks } from '../../daemon/src/contract/validation.js';
import { type Daemon, PACT, Room, skillChecksum, until, writerKey } from '../../daemon/test/harness/index.js';

type Check = Awaited<ReturnType<typeof responseChecks>>;

const nameOf = ({ id }: Operation): string => id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const operations = new Map(operationsOf(contract).map((operation) => [nameOf(operation), operation]));

let checkOf: Check;
let bench: Bench;
beforeAll(async () => {
  checkOf = await responseChecks(contract);
  bench = new Bench();
});
afterAll(() => bench.close());

/** Does the answer match the schema that the contract has for one of these statuses? Throws what is wrong otherwise. */
const hold = (operation: Operation, statuses: readonly number[], body: unknown): void => {
  const declared = statuses.flatMap((status) => operation.responses.get(status) ?? []);
  expect(declared, `${operation.id} declares none of ${statuses.join(', ')}`).not.toEqual([]);
  checkOf(operation.id, declared[0]?.schema ?? {})(body);
};

/** Calls operations under one shell, and keeps which ones answered with success. */
class Caller {
  readonly succeeded = new Set<string>();
  constructor(readonly shell: string) {}

  env(node: Daemon): Record<string, string> {
    return { CONCORDAT_DATA_DIR: node.dir, CONCORDAT_PACT: PACT };
  }

  run(node: Daemon, args: readonly string[], stdin = ''): Promise<Ran> {
    return bench.run(this.shell, args, { env: this.env(node), stdin });
  }

  /** An operation that must succeed; answers its body. */
  async call(node: Daemon, args: readonly string[], stdin = ''): Promise<any> {
    const operation = this.operation(args);
    const ran = await this.run(node, args, stdin);
    expect(ran, `${args.join(' ')}: ${ran.stdout}`).toMatchObject({ code: 0, stderr: '' });
    const isText = [...operation.responses.values()][0]?.mediaType === 'text/plain';
    const body: unknown = isText ? ran.stdout : ran.json();
    hold(operation, [200, 201], body);
    this.succeeded.add(args[0] ?? '');
    return body;
  }

  /** An operation that must be refused with this code; answers the error. */
  async refused(node: Daemon, args: readonly string[], code: number): Promise<any> {
    const ran = await this.run(node, args);
    expect(ran.code, `${args.join(' ')}: ${ran.stdout}`).toBe(code);
    const error = ran.json();
    hold(this.operation(args), [error.status], error);
    expect(ran.stderr).toBe(`concordat: ${error.error}: ${error.message}; ${error.hint}\n`);
    return error;
  }

  operation([name = '']: readonly string[]): Operation {
    const operation = operations.get(name);
    if (!operation) throw new Error(`the contract has no operation ${name}`);
    return operation;
  }
}

describe.each(SHELLS)('every operation under %s', (shell) => {
  const room = new Room();
  const caller = new Caller(shell);
  let host: Daemon;
  let other: Daemon;

  beforeAll(async () => {
    [host, other] = (await room.cluster(2)).nodes as [Daemon, Daemon];
  });
  afterAll(() => room.close());
  beforeEach((context) => needs(context, 'curl', 'jq', shell.split(' ')[0] ?? ''));

  const call = (args: readonly string[], stdin?: string) => caller.call(host, args, stdin);

  it('of the host, its agents and its peers', async () => {
    expect(await call(['ping'])).toEqual({ ok: true });
    await call(['healthz']);
    await call(['readyz']);
    expect(await call(['metrics'])).toContain('# TYPE');
    expect(await call(['host-status'])).toMatchObject({ handle: host.handle });
    const minted = await call(['create-agent', '--name', 'shell-worker', '--scopes', 'read']);
    expect((await call(['list-agents'])).agents).toHaveLength(1);
    const weak = await bench.run(shell, ['post-message', '--content', 'x'], {
      env: { ...caller.env(host), CONCORDAT_TOKEN: minted.token },
    });
    expect(weak.code).toBe(4);
    expect(weak.json().error).toBe('FORBIDDEN_SCOPE');
    await call(['revoke-agent', '--name', 'shell-worker']);
    await call(['add-peer', '--peer', await other.address()]);
    expect((await call(['list-peers'])).peers).toContainEqual(expect.objectContaining({ node_key: other.node_key }));
  });

  it('of pacts', async () => {
    await call(['create-pact', '--name', 'Second "pact"', '--alias', 'second', '--confirm']);
    await call(['rename-pact', '--pact', 'second', '--alias', 'renamed']);
    await call(['switch-pact', '--alias', 'renamed', '--confirm', 'renamed']);
    expect((await call(['list-pacts'])).current).toBe('renamed');
    await call(['set-pact-info', '--pact', 'renamed', '--json', '{"name": "Third", "purpose": null}']);
    await call(['set-me', '--pact', 'renamed', '--display-name', '-'], 'Großer "Server"\n');
    expect(await call(['pact-status', '--pact', 'renamed'])).toMatchObject({ display_name: 'Großer "Server"' });
    await call(['reindex-pact', '--pact', 'renamed']);
    await call(['list-rejections', '--limit', '5']);
    await call(['remove-pact', '--pact', 'renamed', '--confirm', 'renamed']);
    expect((await caller.refused(host, ['pact-status', '--pact', 'a b/../?#%'], 5)).error).toBe('UNKNOWN_PACT');
  });

  it('of entries, skills and messages', async () => {
    const text = 'line 1\n"two" $(three) \\ 😀';
    const known = await call(['post-knowledge', '--topic', 'a/b?c', '--content', text, '--idempotency-key', 'k1']);
    const again = await call(['post-knowledge', '--topic', 'a/b?c', '--content', text, '--idempotency-key', 'k1']);
    expect(again.id).toBe(known.id);
    expect((await call(['list-knowledge', '--topic', 'a/b?c', '--order', 'asc'])).entries[0].payload.content).toBe(
      text,
    );
    await call(['post-message', '--content', 'see there', '--reply-to', known.id, '--priority', 'high']);
    expect((await call(['list-messages'])).entries).toHaveLength(1);
    const letter = await call(['post-message', '--content', 'to myself', '--to', known.agent_id, '--ack', 'true']);
    expect((await call(['list-inbox', '--unread', 'true'])).entries).toMatchObject([{ id: letter.id }]);
    expect((await call(['read-context', '--budget-tokens', '500'])).sections.messages).toMatchObject([
      { id: letter.id },
    ]);
    expect((await call(['acknowledge-messages', '--ids', letter.id])).acknowledged).toMatchObject([{ id: letter.id }]);
    expect(await call(['list-references', '--id', known.id])).toHaveLength(1);
    const link = JSON.stringify({ rel: 'related', id: known.id });
    const linked = await call(['post-knowledge', '--topic', 'links', '--content', 'linked', '--links', link]);
    expect(linked.links).toEqual([JSON.parse(link)]);
    const liked = await call(['set-reaction', '--id', linked.id, '--reaction', 'useful']);
    expect(liked.reactions).toEqual({ useful: 1 });
    expect(await call(['clear-reaction', '--id', linked.id])).not.toHaveProperty('reactions');
    expect((await call(['list-conflicts', '--limit', '5'])).conflicts).toEqual([]);
    const graph = await call(['read-graph', '--entry', linked.id, '--depth', '2']);
    expect(graph.edges).toEqual([{ source: linked.id, target: known.id, rel: 'related' }]);
    expect((await call(['search-pact', '--q', known.payload.topic])).entries).toMatchObject([{ id: known.id }]);
    const words = await call(['search-entries', '--q', known.payload.topic]);
    expect(words).toMatchObject({ hybrid: false, entries: [{ id: known.id }] });
    expect((await call(['search-all', '--q', known.payload.topic])).entries).toMatchObject([{ id: known.id }]);
    expect((await call(['get-entry', '--id', known.id])).payload.content).toBe(text);
    expect((await call(['list-entries', '--type', 'knowledge', '--type', 'message'])).entries).toHaveLength(4);
    const skill = { name: `notes-${shell.slice(0, 4)}`, version: '1', format: 'generic', content: text };
    const posted = await call(['post-skill', '--json', '-', '--checksum', skillChecksum(text)], JSON.stringify(skill));
    expect((await call(['list-skills', '--format', 'generic'])).entries).toHaveLength(1);
    expect((await call(['get-skill-content', '--id', posted.id])).content).toBe(text);
    await call(['install-skill', '--id', posted.id, '--confirm']);
    expect(await call(['list-installed-skills'])).toHaveLength(1);
    const page = await call(['list-changes', '--limit', '2']);
    expect((await call(['list-changes', '--since', page.cursor, '--wait', '0.1'])).entries).not.toEqual([]);
    expect((await caller.refused(host, ['list-changes', '--since', 'made up'], 2)).error).toBe('BAD_CURSOR');
  });

  it('of tasks', async () => {
    const { id } = await call(['post-task', '--title', 'Work']);
    const { fence } = await call(['claim-task', '--id', id, '--ttl-ms', '60000', '--wait', '20']);
    await call(['renew-task', '--id', id, '--fence', String(fence), '--ttl-ms', '90000']);
    await until(async () => (await caller.run(other, ['get-task', '--id', id])).code === 0, {
      what: 'the task arrives',
    });
    expect((await caller.refused(other, ['complete-task', '--id', id], 6)).status).toBe(409);
    await call(['release-task', '--id', id, '--fence', String(fence)]);
    await call(['complete-task', '--id', id, '--result', 'done: "well"']);
    expect((await call(['get-task', '--id', id])).result).toBe('done: "well"');
    expect((await call(['list-tasks', '--status', 'complete'])).entries).toHaveLength(1);
    await call(['explain-task', '--id', id]);
  });

  it('stream-events, which tells of an entry as it arrives and resumes after it', async () => {
    const operation = caller.operation(['stream-events']);
    const follow = async (args: readonly string[], during: () => Promise<unknown>): Promise<any> => {
      const child = bench.start(shell, ['stream-events', '--type', 'knowledge', ...args], { env: caller.env(host) });
      let printed = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
      });
      const end = ended(child);
      await during();
      const first = await until(() => printed.includes('\n') && printed.split('\n')[0], {
        what: 'an event is printed',
      });
      child.kill('SIGTERM');
      expect((await end).code).toBe(143);
      const event = JSON.parse(first as string);
      hold(operation, [200], event.data);
      return event;
    };
    const { cursor } = await call(['list-changes', '--from', 'head']);
    await call(['post-knowledge', '--topic', 'live', '--content', 'first']);
    await call(['post-knowledge', '--topic', 'live', '--content', 'second']);
    const first = await follow(['--since', cursor], async () => {});
    expect(first.data.entry.payload.content).toBe('first');
    const second = await follow(['--last-event-id', first.id], async () => {});
    expect(second.data.entry.payload.content).toBe('second');
    caller.succeeded.add('stream-events');
  });

  it('of members and invites', async () => {
    const members = await call(['list-members']);
    expect(members).toHaveLength(2);
    // A pact of its own, which the other node joins by key, by invite and by being added.
    const own = ['--pact', 'doors'];
    const { pact_id } = await call(['create-pact', '--name', 'Doors', '--alias', 'doors', '--confirm']);
    const spare = await call(['create-invite', ...own, '--confirm', '--ttl-ms', '60000']);
    expect((await call(['list-invites', ...own])).entries).toHaveLength(1);
    await call(['revoke-invite', ...own, '--nonce', spare.nonce, '--confirm', spare.nonce]);

    await caller.call(other, ['join-pact', '--key', pact_id, '--alias', 'doors', '--confirm']);
    const { public_key } = await caller.call(other, ['pact-status', ...own]);
    const invite = await call(['create-invite', ...own, '--confirm']);
    await caller.call(
      other,
      ['redeem-invite', ...own, '--token', '-', '--writer-key', public_key, '--confirm'],
      `${invite.token}\n`,
    );
    await call(['promote-member', ...own, '--key', public_key, '--successor', 'true', '--confirm']);
    await until(async () => (await caller.call(other, ['pact-status', ...own])).successors.includes(public_key), {
      what: 'the successor knows that it is one',
    });
    expect(await caller.call(other, ['recover-pact', ...own, '--confirm'])).toMatchObject({ recovered: true });

    const member = await writerKey(other);
    await call(['add-member', '--key', member, '--indexer', 'false']);
    expect((await caller.refused(host, ['add-member', '--key', 'ab'.repeat(32)], 6)).error).toBe('NOT_A_MEMBER');
    expect((await caller.refused(host, ['remove-member', '--key', await writerKey(host), '--confirm'], 6)).error).toBe(
      'LAST_INDEXER',
    );
    await call(['remove-member', '--key', member, '--confirm']);
    await call(['create-pact', '--name', 'Rooms', '--alias', 'rooms', '--confirm']);
    const { token } = await call(['create-invite', '--pact', 'rooms', '--confirm']);
    await caller.call(other, ['join-pact', '--token', '-', '--alias', 'rooms', '--confirm'], token);
    const { public_key: guest } = await caller.call(other, ['pact-status', '--pact', 'rooms']);
    await call(['delete-member', '--pact', 'rooms', '--key', guest]);
  });

  it('has been called with success, and left no file', () => {
    expect([...operations.keys()].filter((name) => !caller.succeeded.has(name))).toEqual([]);
    expect(readdirSync(bench.dir)).toEqual([]);
  });
});
