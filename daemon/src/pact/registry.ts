import { createHash } from 'node:crypto';
import { isHex64, isListOf, isRecord, isText, isTextOrNull, readJsonFile, replaceFile } from '../node/index.js';

/** What a node keeps of a pact outside its log. The file holds encryption keys, so it has mode 0600. */
export interface Registration {
  alias: string;
  pact_id: string;
  /** Namespace of the pact's cores in the store. */
  namespace: string;
  /** 64 hex; null until an invite was redeemed. */
  encryption_key: string | null;
  added_at: string;
  display_name: string | null;
  /** The node that admitted this one and the members that it named: trusted until the members are known. */
  trusted: string[];
  /** Nodes that said this node was removed. */
  excluded_by: string[];
}

interface Stored {
  current: string | null;
  pacts: Registration[];
  /** {@link sumOf} the rest: a key with a flipped bit would lock this node out of its pact, or let it write what nobody can read. */
  sum?: string;
}

const sumOf = ({ current, pacts }: Stored): string =>
  createHash('sha256')
    .update(JSON.stringify([current, pacts]))
    .digest('hex');

const isRegistration = (value: unknown): value is Registration =>
  isRecord(value) &&
  isText(value.alias) &&
  isHex64(value.pact_id) &&
  isText(value.namespace) &&
  (value.encryption_key === null || isHex64(value.encryption_key)) &&
  isText(value.added_at) &&
  isTextOrNull(value.display_name) &&
  isListOf(value.trusted, isHex64) &&
  isListOf(value.excluded_by, isHex64);

const isStored = (value: unknown): value is Stored & Record<string, unknown> =>
  isRecord(value) &&
  isTextOrNull(value.current) &&
  isListOf(value.pacts, isRegistration) &&
  (value.sum === undefined || value.sum === sumOf(value as unknown as Stored));

/** pacts.json: the pacts of this node and which one is current. Every change is on disk when the call returns. */
export class Registry {
  readonly #file: string;
  #stored: Stored;

  constructor(file: string) {
    this.#file = file;
    this.#stored = readJsonFile(file, isStored) ?? { current: null, pacts: [] };
  }

  get all(): readonly Registration[] {
    return this.#stored.pacts;
  }

  /** Alias of the current pact, or null. */
  get current(): string | null {
    return this.#stored.current;
  }

  /** By alias or pact id. */
  find(ref: string): Registration | undefined {
    return this.all.find((pact) => pact.alias === ref) ?? this.all.find((pact) => pact.pact_id === ref);
  }

  add(registration: Registration): void {
    this.#save({ current: this.current ?? registration.alias, pacts: [...this.all, registration] });
  }

  update(pactId: string, change: Partial<Registration>): Registration {
    const pacts = this.all.map((pact) => (pact.pact_id === pactId ? { ...pact, ...change } : pact));
    const before = this.find(pactId);
    const current = this.current === before?.alias && change.alias ? change.alias : this.current;
    this.#save({ current, pacts });
    return this.find(pactId) as Registration;
  }

  remove(pactId: string): void {
    const gone = this.find(pactId);
    const pacts = this.all.filter((pact) => pact.pact_id !== pactId);
    this.#save({ current: this.current === gone?.alias ? (pacts[0]?.alias ?? null) : this.current, pacts });
  }

  switch(alias: string): void {
    this.#save({ ...this.#stored, current: alias });
  }

  #save(stored: Stored): void {
    replaceFile(this.#file, `${JSON.stringify({ ...stored, sum: sumOf(stored) }, null, 2)}\n`);
    this.#stored = stored;
  }
}
