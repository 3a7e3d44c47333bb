/** What a member does about members and invites; members and invites are names. */
export type PactAct =
  | { act: 'invite'; secret: string; life_ms: number }
  | { act: 'revoke'; secret: string }
  | { act: 'admit'; secret: string; who: string }
  | { act: 'remove'; who: string }
  | { act: 'promote'; who: string }
  | { act: 'name_successor'; who: string }
  | { act: 'post' };

interface Person {
  founder: boolean;
  confirms: boolean;
  waits: boolean;
  gone: boolean;
}

interface Ticket {
  expires: number;
  state: 'open' | 'revoked' | 'spent';
  by?: string;
}

/** An indexer's clock moves the pact's time only in steps of a minute, so that it costs a write a minute at most. */
const TIME_STEP_MS = 60_000;
const LIFE_MAX_MS = 365 * 86_400_000;
const CONFIRMERS = 3;

/**
 * Who is in a pact and how one gets in, written from the documents: who founded it and who confirms may invite, revoke, remove and promote; an
 * invite admits one node once, while it lives, by the later of the op's clock and the latest that a confirmer vouched for; there are one or three who confirm.
 * It knows no log and no keys, which is the point.
 */
export class PactModel {
  readonly people = new Map<string, Person>();
  readonly tickets = new Map<string, Ticket>();
  readonly successors = new Set<string>();
  #time: number;

  constructor(founder: string, at: number) {
    this.people.set(founder, { founder: true, confirms: true, waits: false, gone: false });
    this.#time = at;
  }

  /** Does it, if it may be done; answers why not, or null. */
  do(by: string, act: PactAct, at: number): string | null {
    const author = this.people.get(by);
    if (!author || author.gone) return 'NOT_A_MEMBER';
    if (author.confirms && at >= this.#time + TIME_STEP_MS) this.#time = at;
    const rules = author.founder || author.confirms;
    switch (act.act) {
      case 'post':
        return null;
      case 'invite':
        if (!rules) return 'NOT_INDEXER';
        if (act.life_ms <= 0 || act.life_ms > LIFE_MAX_MS || this.tickets.has(act.secret)) return 'BAD_REQUEST';
        this.tickets.set(act.secret, { expires: at + act.life_ms, state: 'open' });
        return null;
      case 'revoke': {
        if (!rules) return 'NOT_INDEXER';
        const ticket = this.tickets.get(act.secret);
        if (!ticket) return 'UNKNOWN_INVITE';
        if (ticket.state === 'spent') return 'INVITE_SPENT';
        ticket.state = 'revoked';
        return null;
      }
      case 'admit':
        return this.#admit(act.secret, act.who, at);
      case 'remove':
        return this.#remove(by, act.who, rules);
      case 'name_successor':
        if (!author.founder) return 'NOT_CREATOR';
        if (!this.#present(act.who)) return 'NOT_A_MEMBER';
        this.successors.add(act.who);
        return null;
      case 'promote':
        if (!rules) return 'NOT_INDEXER';
        return this.#promote(act.who);
    }
  }

  #present(who: string): Person | undefined {
    const person = this.people.get(who);
    return person && !person.gone ? person : undefined;
  }

  #admit(secret: string, who: string, at: number): string | null {
    const ticket = this.tickets.get(secret);
    // A joiner whose answer was lost asks again, and hears the same.
    if (ticket?.by === who && this.#present(who)) return null;
    if (!ticket) return 'UNKNOWN_INVITE';
    if (ticket.state === 'revoked') return 'INVITE_REVOKED';
    if (ticket.state === 'spent') return 'INVITE_SPENT';
    if (Math.max(at, this.#time) > ticket.expires) return 'INVITE_EXPIRED';
    if (this.#present(who)) return 'BAD_REQUEST';
    Object.assign(ticket, { state: 'spent', by: who });
    this.people.set(who, { founder: false, confirms: false, waits: false, gone: false });
    return null;
  }

  #remove(by: string, who: string, rules: boolean): string | null {
    if (by !== who && !rules) return 'NOT_INDEXER';
    const person = this.#present(who);
    if (!person) return 'NOT_A_MEMBER';
    if (by !== who && person.founder && person.confirms) return 'FORBIDDEN';
    if (person.confirms && this.confirmers.length === 1) return 'LAST_INDEXER';
    Object.assign(person, { gone: true, confirms: false, waits: false });
    this.successors.delete(who);
    return null;
  }

  #promote(who: string): string | null {
    const person = this.#present(who);
    if (!person) return 'NOT_A_MEMBER';
    if (person.confirms) return null;
    person.waits = true;
    const waiting = [...this.people.values()].filter((one) => one.waits);
    const wanted = CONFIRMERS - this.confirmers.length;
    if (wanted <= 0 || waiting.length < wanted) return null;
    // Which of those who wait is taken first is the log's business: by writer key, which a model does not know.
    this.onChoice(waiting);
    return null;
  }

  /** Called with those who wait, of whom one begins to confirm. */
  onChoice: (waiting: Person[]) => void = () => {};

  /** Names of those who confirm. */
  get confirmers(): string[] {
    return [...this.people].filter(([, person]) => person.confirms).map(([name]) => name);
  }
}
