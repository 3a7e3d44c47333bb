import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConcordatError, type Json } from '../../src/errors.js';
import type { Caller } from '../../src/node/index.js';
import type { Pact } from '../../src/pact/pact.js';
import { Cluster, type Place } from './cluster.js';
import { checkEnd, checkOutsider, type Facts, look, newFacts } from './checks.js';
import { isUse, type Plan, type Step, type UseStep } from './plan.js';
import { EPOCH_MS, type World } from './world.js';

/** Nodes that a history may have. */
const NODES_MAX = 5;
/** More happenings mean that something spins. */
const HAPPENINGS_MAX = 2_000_000;
/** After everything was healed, nodes must agree within this time, ms. */
const SETTLE_MS = 180_000;
const SETTLE_STEP_MS = 500;
/** What is going on when the last step was taken may go on so long before everything is healed, ms. */
const TAIL_MS = 2_000;
const JOIN_ATTEMPTS = 3;
const AGENTS = ['one', 'two'] as const;

/** What came of a history. */
export interface HistoryResult {
  readonly seed: number;
  /** Broken promises; empty for a good history. */
  readonly violations: readonly string[];
  /** Equal for two runs of the same plan, if a seed fixes all. */
  readonly trace: string;
  /** What happened, by name. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Runs a plan in the world of this process. */
export async function runPlan(world: World, plan: Plan, { verbose = false } = {}): Promise<HistoryResult> {
  const scratch = mkdtempSync(join(tmpdir(), 'concordat-sim-'));
  const history = new History(world, plan, scratch, verbose);
  const stray = (error: unknown): void => history.broke(`an error that nobody caught: ${nameOf(error)}`);
  process.on('unhandledRejection', stray);
  process.on('uncaughtException', stray);
  try {
    await world.run(() => history.run(), HAPPENINGS_MAX);
  } catch (error) {
    history.broke(nameOf(error));
  } finally {
    process.off('unhandledRejection', stray);
    process.off('uncaughtException', stray);
    world.time.reset();
    rmSync(scratch, { recursive: true, force: true });
  }
  return history.result;
}

const nameOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** One run of a plan: does its steps while faults happen, heals everything, and holds what is left against what was promised. */
class History {
  readonly #cluster: Cluster;
  readonly #facts: Facts = newFacts();
  readonly #violations = new Set<string>();
  readonly #under: Promise<unknown>[] = [];
  readonly #log: string[] = [];
  #pactId = '';
  #happened = 0;
  #virtual_ms = 0;

  constructor(
    private readonly world: World,
    private readonly plan: Plan,
    scratch: string,
    private readonly verbose: boolean,
  ) {
    this.#cluster = new Cluster(world, {
      seed: plan.seed,
      faults: plan.faults,
      scratch,
      verbose,
      complain: ({ node, message }) => {
        // A table that cannot follow tries again, since blocks may be out of reach; a log that failed is over.
        if (message.startsWith('the log of the pact failed')) this.broke(`${node}: ${message}`);
        else this.#facts.complaints++;
      },
    });
    this.#cluster.wire.oncarried = (_from, _to, data) => {
      this.#facts.packets++;
      this.#facts.bytes += data.length;
    };
    this.#cluster.wire.onheard = (_by, data) => {
      if (data.includes(this.#facts.secret)) this.broke('an entry went over a connection in plain text');
    };
  }

  broke(violation: string): void {
    this.#violations.add(violation);
  }

  get result(): HistoryResult {
    const { acked, grants, refused, packets, bytes, complaints } = this.#facts;
    const trace = createHash('sha256').update(this.#log.join('\n')).digest('hex').slice(0, 16);
    return {
      seed: this.plan.seed,
      violations: [...this.#violations],
      trace,
      counts: {
        ...this.#cluster.counts,
        nodes: this.#cluster.places.length,
        recoveries: this.plan.recovery ? 1 : 0,
        asked_by_outsiders: this.#cluster.outsiders.reduce((sum, { asked }) => sum + asked, 0),
        steps: this.plan.steps.length,
        acknowledged: acked.size,
        granted: grants.length,
        refused,
        packets,
        bytes,
        complaints,
        happenings: this.#happened,
        virtual_ms: Math.round(this.#virtual_ms),
      },
    };
  }

  #note(text: string): void {
    const line = `${(this.world.time.now_ms - EPOCH_MS).toFixed(3)} ${text}`;
    this.#log.push(line);
    if (this.verbose) process.stderr.write(`${line}\n`);
  }

  async run(): Promise<void> {
    try {
      await this.#begin();
      if (this.plan.stranger) await this.#cluster.addStranger();
      if (this.plan.recovery) await this.#recover(this.plan.recovery.down_ms);
      this.#cluster.rage();
      for (const step of this.plan.steps) {
        await this.world.time.sleep(step.pause_ms);
        this.#cluster.intrude();
        this.#note(JSON.stringify(step));
        this.#under.push(this.#do(step).catch((error: unknown) => this.broke(`${step.do}: ${nameOf(error)}`)));
      }
      await this.world.time.sleep(TAIL_MS);
      this.#note('heal');
      this.#cluster.heal();
      await Promise.all(this.#under);
      this.#findMembers();
      await this.#settle('after healing');
      await this.#letOutsidersTry();
      await this.#lastWords();
      await this.#settle('after the last writes');
      const broke = (violation: string): void => this.broke(violation);
      await checkEnd(this.#members(), this.#pactId, this.#facts, broke);
      for (const outsider of this.#cluster.outsiders) checkOutsider(outsider, this.#facts, broke);
    } finally {
      this.#note(`end ${this.world.time.happened}`);
      await this.#cluster.end();
      this.#happened = this.world.time.happened;
      this.#virtual_ms = this.world.time.now_ms - EPOCH_MS;
    }
  }

  /** The first node makes the pact, the others join it. */
  async #begin(): Promise<void> {
    const creator = await this.#cluster.add();
    const { pact_id } = await creator.node.run.pacts.create({ name: 'simulated' });
    this.#pactId = pact_id;
    creator.isMember = true;
    for (let n = 1; n < this.plan.nodes; n++) await this.#join(creator);
  }

  /** The only indexer is lost when everybody has all that it confirmed, and another takes its place. */
  async #recover(down_ms: number): Promise<void> {
    const [creator, successor] = this.#cluster.places as [Place, Place];
    const { public_key } = this.#pact(successor).status();
    await this.#post(creator, 0, 'task');
    await this.#ask(creator, 'name a successor', () => this.#pact(creator).members.promote(public_key, true));
    await this.#settle('before the creator is lost');
    await this.#cluster.stop(creator, 'power_cut');
    const done = await this.#ask(successor, 'recover', () => this.#pact(successor).members.recover());
    if (!done?.recovered) this.broke(`the successor could not recover the pact: ${JSON.stringify(done)}`);
    this.#facts.recoveries++;
    this.#under.push(this.world.time.sleep(down_ms).then(() => this.#cluster.start(creator)));
  }

  async #join(by: Place, cut?: Extract<Step, { do: 'join' }>['cut']): Promise<void> {
    const place = await this.#cluster.add();
    if (cut)
      this.#under.push(
        this.world.time.sleep(cut.after_ms).then(() => this.#cluster.restart(place, 'power_cut', cut.down_ms)),
      );
    for (let attempt = 0; attempt < JOIN_ATTEMPTS && by.node.isUp && place.node.isUp; attempt++) {
      const invite = await this.#ask(by, 'invite', async () => this.#pact(by).invites.create({}));
      // The newcomer may be down by now, to come back.
      if (!invite || !place.node.isUp) continue;
      const joined = await this.#ask(place, 'join', async () => {
        await place.node.run.pacts.join({ token: invite.token });
        return true;
      });
      if (!joined) continue;
      place.isMember = true;
      return;
    }
  }

  /** A join that was cut off may have gone through: whoever has the pact open was given its key, and is a member. */
  #findMembers(): void {
    for (const place of this.#cluster.up) {
      try {
        this.#pact(place);
        place.isMember = true;
      } catch {
        // It has to ask for the pact again.
      }
    }
  }

  /** Members that nobody removed. */
  #members(): Place[] {
    return this.#cluster.places.filter((place) => place.isMember && !place.isRemoved);
  }

  #pact(place: Place): Pact {
    return place.node.pact(this.#pactId);
  }

  #caller(place: Place, agent: number): Caller {
    const name = AGENTS[agent % AGENTS.length] as string;
    return { agent_id: `${name}@${place.node.run.key.handle}`, name, scopes: new Set() };
  }

  /**
   * What a client hears: the answer, or undefined when it was refused, or when the node was gone by then. An error without a code is
   * a broken promise.
   */
  async #ask<T>(place: Place, what: string, work: () => Promise<T>): Promise<T | undefined> {
    const { life } = place;
    try {
      const answer = await work();
      this.#note(`${place.node.name} ${what} ok`);
      return place.life === life ? answer : undefined;
    } catch (error) {
      if (place.life !== life) return undefined;
      if (!(error instanceof ConcordatError) || error.code === 'INTERNAL')
        this.broke(`${what} at ${place.node.name} failed without a code: ${nameOf(error)}`);
      this.#facts.refused++;
      this.#note(`${place.node.name} ${what} ${error instanceof ConcordatError ? error.code : ''}`);
      return undefined;
    }
  }

  async #do(step: Step): Promise<void> {
    const cluster = this.#cluster;
    if (isUse(step)) {
      const place = cluster.at(step.node);
      if (!place.isMember || !place.node.isUp || place.isBusy) return;
      await this.#use(step, place);
      if (place.node.isUp && !place.isBusy)
        await look(place, this.#pactId, this.#facts, (violation) => this.broke(violation));
      return;
    }
    switch (step.do) {
      case 'partition':
        return cluster.partition(step.side, step.ms);
      case 'mute':
        return cluster.mute(cluster.at(step.from), cluster.at(step.to), step.ms);
      case 'reset':
        return cluster.reset(cluster.at(step.from), cluster.at(step.to));
      case 'stall':
        return cluster.stall(cluster.at(step.node), step.ms);
      case 'clock':
        return cluster.clock(cluster.at(step.node), step.skew_ms);
      case 'restart':
        return cluster.restart(cluster.at(step.node), step.how, step.down_ms);
      case 'crash':
        return this.#crash(step, cluster.at(step.node));
      case 'outage':
        await Promise.all(cluster.places.map((place) => cluster.restart(place, step.how, step.down_ms)));
        return;
      case 'join': {
        const by = cluster.at(step.by);
        if (cluster.places.length < NODES_MAX && by.isMember && cluster.up.includes(by)) await this.#join(by, step.cut);
        return;
      }
    }
  }

  /** Ends a node in the middle of its writes; whoever waited for it writes again at once when it is back, before its peers can be. */
  async #crash(step: Extract<Step, { do: 'crash' }>, place: Place): Promise<void> {
    if (!place.isMember || !place.node.isUp || place.isBusy) return;
    const writes = Promise.all(Array.from({ length: step.count }, (_, n) => this.#post(place, n, 'knowledge')));
    await this.world.time.sleep(step.after_ms);
    await this.#cluster.restart(place, step.how, step.down_ms);
    if (place.node.isUp && !place.isBusy) await this.#post(place, 0, 'message');
    await writes;
  }

  async #use(step: UseStep, place: Place): Promise<void> {
    const pact = this.#pact(place);
    switch (step.do) {
      case 'post':
        return this.#post(place, step.agent, step.kind);
      case 'post_twice': {
        const op_id = `op-${this.#facts.posted}`;
        await Promise.all([
          this.#post(place, step.agent, 'message', op_id),
          this.#post(place, step.agent, 'message', op_id),
        ]);
        return;
      }
      case 'burst':
        await Promise.all(Array.from({ length: step.count }, (_, n) => this.#post(place, n, 'knowledge')));
        return;
      case 'promote': {
        const target = this.#cluster.at(step.node);
        if (!target.isMember || !target.node.isUp) return;
        const writer = this.#pact(target).status().public_key;
        await this.#ask(place, 'promote', () => pact.members.promote(writer, false));
        return;
      }
      case 'remove':
        return this.#remove(place);
      case 'reindex':
        place.reindexing++;
        await this.#ask(place, 'reindex', () => pact.reindex());
        place.reindexing--;
        return;
      case 'claim':
      case 'renew':
      case 'release':
      case 'complete':
        return this.#task(step, place);
    }
  }

  async #post(place: Place, agent: number, type: 'knowledge' | 'message' | 'task', op_id?: string): Promise<void> {
    const facts = this.#facts;
    const text = `${facts.secret} ${op_id ?? facts.posted}`;
    facts.posted++;
    const payload: Record<string, Json> =
      type === 'task'
        ? { title: text }
        : type === 'message'
          ? { content: text }
          : { topic: 'simulated', content: text };
    const caller = this.#caller(place, agent);
    const answer = await this.#ask(place, `post ${type}`, () =>
      this.#pact(place).entries.post(caller, { type, payload, ...(op_id === undefined ? {} : { op_id }) }),
    );
    if (!answer) return;
    const { id, confirmed } = JSON.parse(answer.text) as { id: string; confirmed: boolean };
    this.#note(`${place.node.name} acknowledged ${id}`);
    if (op_id !== undefined) {
      const first = facts.once.get(op_id) ?? id;
      if (first !== id) this.broke(`one op_id made two entries: ${first} and ${id}`);
      facts.once.set(op_id, first);
    }
    facts.acked.set(id, { text, by: place, confirmed: confirmed || facts.acked.get(id)?.confirmed === true });
    if (type === 'task') facts.tasks.push(id);
  }

  async #task(step: Extract<UseStep, { do: 'claim' | 'renew' | 'release' | 'complete' }>, place: Place): Promise<void> {
    const facts = this.#facts;
    const id = facts.tasks[step.task % Math.max(1, facts.tasks.length)];
    if (id === undefined) return;
    const { tasks } = this.#pact(place);
    const caller = this.#caller(place, step.agent);
    if (step.do === 'claim') {
      const recoveries = this.#pact(place).status().forks;
      const claimed = await this.#ask(place, `claim ${id}`, () =>
        tasks.claim(caller, id, { wait_s: 3, ttl_ms: step.ttl_ms }),
      );
      if (!claimed || claimed.pending) return;
      const { fence } = claimed.task;
      this.#note(`${caller.agent_id} holds ${id} by fence ${fence}`);
      const other = facts.grants.find((grant) => grant.task === id && grant.fence === fence);
      if (other && other.agent_id !== caller.agent_id)
        this.broke(`fence ${fence} of task ${id} was given to ${other.agent_id} and to ${caller.agent_id}`);
      facts.grants.push({ task: id, fence, agent_id: caller.agent_id, recoveries });
      return;
    }
    if (step.do === 'renew') await this.#ask(place, `renew ${id}`, () => tasks.renew(caller, id, { ttl_ms: 5_000 }));
    else if (step.do === 'release') await this.#ask(place, `release ${id}`, () => tasks.release(caller, id, {}));
    else {
      const result = `${facts.secret} result ${facts.posted++}`;
      const done = await this.#ask(place, `complete ${id}`, () => tasks.complete(caller, id, { result }));
      if (done) facts.results.push({ task: id, result, by: place });
    }
  }

  /** The creator removes a member. What the removed node wrote and nobody signed may go with it. */
  async #remove(place: Place): Promise<void> {
    const creator = this.#cluster.at(0);
    if (place === creator || !creator.node.isUp || creator.isBusy || this.#members().length < 3) return;
    // One that has not heard of a recovery would remove whoever recovered the pact, and the two would be two pacts from then on.
    if (this.#pact(creator).status().forks < this.#facts.recoveries) return;
    const writer = this.#pact(place).status().public_key;
    place.isRemoved = true;
    await this.#ask(creator, 'remove', () => this.#pact(creator).members.remove(writer));
  }

  /** A stranger, and whoever has the key of a removed node, ask for all that was written and is written from now on. */
  async #letOutsidersTry(): Promise<void> {
    const cluster = this.#cluster;
    const members = this.#members();
    if (!cluster.outsiders.length) await cluster.addStranger();
    for (const place of cluster.up) {
      if (!place.isRemoved) continue;
      // A removal that was refused removed nobody.
      const { id } = place.node.run.key;
      const isMember = members.some((member) =>
        this.#pact(member)
          .members.list()
          .some(({ node_key }) => node_key === id),
      );
      if (!isMember) await cluster.addImpostor(place);
    }
    cluster.intrude();
  }

  /** Every member can write again, whatever happened to it. */
  async #lastWords(): Promise<void> {
    for (const place of this.#members()) {
      const before = this.#facts.acked.size;
      await this.#post(place, 0, 'knowledge');
      if (this.#facts.acked.size === before)
        this.broke(`${place.node.name} cannot write after everything was healed: ${this.#log.at(-1)}`);
    }
  }

  /** Waits until all members show the same signed view. */
  async #settle(when: string): Promise<void> {
    const end_ms = this.world.time.now_ms + SETTLE_MS;
    for (;;) {
      await this.world.time.sleep(SETTLE_STEP_MS);
      const state = this.#members().map((place) => {
        if (!place.node.isUp || place.isBusy) return `${place.node.name} is down`;
        const { length, confirmed_length, synced, offline_ready, writes_held, is_member } = this.#pact(place).status();
        const isSettled = length === confirmed_length && synced && offline_ready && !writes_held && is_member;
        return isSettled
          ? length
          : `${place.node.name} ${JSON.stringify({ length, confirmed_length, synced, offline_ready, writes_held, is_member })}`;
      });
      if (new Set(state).size === 1 && typeof state[0] === 'number') return;
      if (this.world.time.now_ms < end_ms) continue;
      throw new Error(`the nodes do not agree ${SETTLE_MS / 1000} s ${when}: ${state.join('; ')}`);
    }
  }
}
