import crypto from 'hypercore-crypto';
import { type Connection, formatAddress, type Network, type PeerAddress } from '../network/index.js';
import { withinMs } from '../within.js';
import { readAddresses } from './address-book.js';
import { type JsonChannel, openJsonChannel } from './json-channel.js';
import { handleOf, type MemberRecord, type PactRecord, votesNeeded } from './model/index.js';

const PROTOCOL = 'concordat/pact/1';

/** How long a removal waits for the removed node to hear of it. */
const FAREWELL_MS = 1_000;

/** What this node knows of the pact's people, read from the tables. */
export interface Roster {
  members: readonly MemberRecord[];
  pact: PactRecord | undefined;
  /** The tables show all of the view, so nobody is missing among the members. */
  complete: boolean;
}

/** What the standing of this node depends on, and whom it tells. */
export interface StandingParts {
  readonly network: Network;
  readonly encryptionKey: Buffer;
  /** Own writer key. */
  readonly writer: () => string;
  readonly indexer: () => boolean;
  readonly roster: () => Roster;
  /** Who admitted this node and the members that it named: trusted until the members are known. */
  readonly trusted: readonly string[];
  /** Nodes that said this node is no member any more. */
  readonly excludedBy: readonly string[];
  /** Called when {@link Standing.excludedBy} changed. */
  readonly onExcluded: (nodes: string[]) => void;
  /** Called with the addresses that a member says it can be dialed at. */
  readonly onAddresses: (node: string, addresses: PeerAddress[]) => void;
  /** Called with the others' writer keys when a member told of a recovery that this node has not seen. */
  readonly onBehind: (writers: string[]) => void;
  /** Called when {@link Standing.vouched} became true. */
  readonly onVouched: () => void;
}

/**
 * Where this node stands with the other members. Members tell each other, on a channel of their connection, how often the
 * pact was recovered, and tell a removed node that it was removed, so that it stops instead of writing for nobody. From
 * that follow two answers: may this node still write, and is what it signs as the indexer still the pact's.
 */
export class Standing {
  readonly #parts: StandingParts;
  readonly #channels = new Map<string, JsonChannel>();
  readonly #connectionOf = new WeakMap<JsonChannel, Connection>();
  /** Members asked since the start: none of them knows of a recovery that this node does not. */
  readonly #asked = new Set<string>();
  /** Most recoveries that any member told of. */
  #forksSeen = 0;
  #excluded: Set<string>;
  readonly #farewells = new Map<string, () => void>();
  #nodes = new Set<string>();
  #gone = new Set<string>();
  /** All members were known once. */
  #complete = false;
  #vouched = false;
  #alone = false;

  constructor(parts: StandingParts) {
    this.#parts = parts;
    this.#excluded = new Set(parts.excludedBy);
  }

  /** May this node's cores and ours be exchanged? */
  allows(nodeKey: string): boolean {
    if (this.#nodes.has(nodeKey)) return true;
    // A joiner knows itself before it knows the others, and needs them to learn the rest.
    return !this.#complete && !this.#gone.has(nodeKey) && this.#parts.trusted.includes(nodeKey);
  }

  /** Node keys of the current members. */
  get nodes(): ReadonlySet<string> {
    return this.#nodes;
  }

  /**
   * Handle of a member that says this node was removed; else null. The word of an indexer or the creator is enough, since they are
   * who removes. Another member's alone does not stop a node that others still let in.
   */
  get excludedBy(): string | null {
    const [first] = this.#excluded;
    if (first === undefined) return null;
    const rulers = this.#parts.roster().members.filter((member) => member.indexer || member.creator);
    const ruler = rulers.find((member) => this.#excluded.has(member.node));
    if (ruler) return ruler.handle;
    const friends = [...this.#channels.keys()].some((node) => !this.#excluded.has(node) && this.#asked.has(node));
    return friends ? null : handleOf(first);
  }

  /**
   * Is what the indexers signed known to be current? An indexer that starts again cannot know alone whether the members replaced
   * it meanwhile, so it asks before it confirms: every successor, and so many members that the rest is no majority.
   */
  get vouched(): boolean {
    return this.#vouched;
  }

  /** The pact was just made here: there is nobody to ask. */
  startAlone(): void {
    this.#alone = true;
    this.#vouched = true;
  }

  /** Reads the members again. Answers the nodes that ceased to be members, after they were told. */
  refresh(): void {
    const { members, complete } = this.#parts.roster();
    // The view of a joiner is empty at first, and the tables show all of that.
    this.#complete ||= complete && members.some((member) => member.creator);
    const nodes = new Set(members.filter((member) => !member.gone).map((member) => member.node));
    this.#gone = new Set(
      members.filter((member) => member.gone && !nodes.has(member.node)).map((member) => member.node),
    );
    this.#nodes = nodes;
    for (const connection of this.#parts.network.connections()) this.greet(connection);
    for (const node of this.#gone) this.#channels.get(node)?.send({ removed: true });
    this.#judge();
    this.announce();
  }

  /** Opens the channel to a peer that is, or was, a member. */
  greet(connection: Connection): void {
    const { remoteKey } = connection;
    const name = {
      protocol: PROTOCOL,
      id: crypto.hash([Buffer.from(PROTOCOL), this.#parts.encryptionKey, connection.handshakeHash]),
    };
    const known = (): boolean => this.allows(remoteKey) || this.#gone.has(remoteKey);
    const open = (): void => {
      // The channel of a connection that was just replaced closes only later, and must not stand in the way of the new one's.
      const present = this.#channels.get(remoteKey);
      if (!known() || (present && this.#connectionOf.get(present) === connection)) return;
      const channel = openJsonChannel(connection, name, {
        onmessage: (message) => this.#heard(remoteKey, message),
        onclose: () => {
          if (this.#channels.get(remoteKey) === channel) this.#channels.delete(remoteKey);
        },
      });
      if (!channel) return;
      this.#channels.set(remoteKey, channel);
      this.#connectionOf.set(channel, connection);
      channel.send(this.#gone.has(remoteKey) ? { removed: true } : this.#hello());
    };
    if (known()) connection.admit();
    connection.mux.pair(name, open);
    open();
  }

  #hello(): object {
    return {
      forks: this.#parts.roster().pact?.forks ?? 0,
      addresses: this.#parts.network.addresses().map(formatAddress),
    };
  }

  /**
   * Tells a node that it was removed and waits until it has heard, at most {@link FAREWELL_MS}: whoever asked for the removal may
   * then rely on it that nothing more is acknowledged there.
   */
  async farewell(node: string): Promise<void> {
    const channel = this.#channels.get(node);
    if (!channel) return;
    const heard = new Promise<void>((resolve) => this.#farewells.set(node, resolve));
    channel.send({ removed: true });
    await withinMs(FAREWELL_MS, heard);
    this.#farewells.delete(node);
  }

  /** Tells members how often the pact was recovered, as far as this node knows. */
  announce(): void {
    for (const [node, channel] of this.#channels) if (this.#nodes.has(node)) channel.send(this.#hello());
  }

  #heard(node: string, message: Record<string, unknown>): void {
    if (message.heard === true) this.#farewells.get(node)?.();
    if (!this.allows(node)) return;
    if (message.removed === true) {
      this.#channels.get(node)?.send({ heard: true });
      if (this.#excluded.has(node)) return;
      this.#excluded.add(node);
      this.#parts.onExcluded([...this.#excluded]);
      return;
    }
    const { forks } = message;
    if (!Number.isSafeInteger(forks) || (forks as number) < 0) return;
    if (this.#excluded.delete(node)) this.#parts.onExcluded([...this.#excluded]);
    this.#parts.onAddresses(node, readAddresses(message.addresses));
    this.#forksSeen = Math.max(this.#forksSeen, forks as number);
    this.#asked.add(node);
    this.#judge();
  }

  /** Decides whether enough members were asked. */
  #judge(): void {
    const { members, pact } = this.#parts.roster();
    const current = members.filter((member) => !member.gone);
    const others = current.filter((member) => member.writer !== this.#parts.writer());
    const before = this.#vouched;
    const behind = (pact?.forks ?? 0) < this.#forksSeen;
    if (behind) {
      this.#vouched = false;
      this.#parts.onBehind(others.map((member) => member.writer));
    } else if (!this.#parts.indexer() || this.#alone || others.length === 0) this.#vouched = true;
    else if (!this.#vouched) {
      const successors = others.filter((member) => pact?.successors.includes(member.writer));
      const unasked = others.filter((member) => !this.#asked.has(member.node)).length;
      this.#vouched =
        successors.every((member) => this.#asked.has(member.node)) && unasked < votesNeeded(current.length);
    }
    if (this.#vouched && !before) this.#parts.onVouched();
  }

  /** The role of this node may have changed. */
  reconsider(): void {
    this.#judge();
  }

  close(): void {
    for (const channel of this.#channels.values()) channel.close();
    this.#channels.clear();
  }
}
