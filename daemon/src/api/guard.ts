/** The one guard before every route: Host, Origin, token, scope, rate. It runs for each request, so its fast path is a few look-ups. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Config, LIMITS } from '../config.js';
import type { RequiredScope } from '../contract/index.js';
import { ConcordatError } from '../errors.js';
import type { Caller } from '../node/types.js';
import type { AgentRegistry } from './parts.js';

type GuardConfig = Pick<Config, 'host' | 'port' | 'allowed_hosts' | 'allowed_origins' | 'rate_per_s' | 'rate_burst'>;

/** A token bucket: it holds `burst` requests and gains `per_s` of them a second. */
class Bucket {
  #level: number;
  #at_ms: number;

  constructor(
    private readonly per_s: number,
    private readonly burst: number,
    now_ms: number,
  ) {
    this.#level = burst;
    this.#at_ms = now_ms;
  }

  /** Takes one request. Gives 0 when there was one, else the seconds until there is. */
  take(now_ms: number): number {
    this.#level = Math.min(this.burst, this.#level + ((now_ms - this.#at_ms) / 1000) * this.per_s);
    this.#at_ms = now_ms;
    if (this.#level >= 1) {
      this.#level -= 1;
      return 0;
    }
    return (1 - this.#level) / this.per_s;
  }
}

interface Session {
  readonly caller: Caller;
  /** Absent for the host token, which has no limit. */
  readonly bucket: Bucket | undefined;
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const ANY_ADDRESS = new Set(['0.0.0.0', '::']);
const PORT_SUFFIX = /:[0-9]{1,5}$/;
const BEARER = /^bearer +([^ ]+) *$/i;

const nameInUrl = (host: string): string =>
  (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host).toLowerCase();

/** Decides who may come in. */
export class Guard {
  readonly #config: GuardConfig;
  readonly #agents: AgentRegistry;
  readonly #now_ms: () => number;
  readonly #ownNames: ReadonlySet<string>;
  readonly #namesOnAnyPort: ReadonlySet<string>;
  #hosts: ReadonlySet<string> = new Set();
  #origins: ReadonlySet<string> = new Set();
  #sessions = new Map<string, Session>();
  #revision = -1;
  /** By agent, not by token, so that forgetting tokens does not refill it. */
  readonly #buckets = new Map<string, Bucket>();
  #closing = false;

  /** @param now_ms a clock that never goes back, in milliseconds */
  constructor(config: GuardConfig, agents: AgentRegistry, now_ms: () => number = () => performance.now()) {
    this.#config = config;
    this.#agents = agents;
    this.#now_ms = now_ms;
    this.#ownNames = new Set([...LOOPBACK_NAMES, ...(ANY_ADDRESS.has(config.host) ? [] : [nameInUrl(config.host)])]);
    this.#namesOnAnyPort = new Set(config.allowed_hosts.filter((name) => !PORT_SUFFIX.test(name)));
    this.listensOn(config.port);
  }

  /** Tells the port that was bound, which is part of the Host header; it differs from the configured one when that is 0. */
  listensOn(port: number): void {
    const names = [...this.#ownNames];
    const withPort = names.map((name) => `${name}:${port}`);
    // Clients leave out the port when it is the scheme's own.
    const own = port === 80 ? [...withPort, ...names] : withPort;
    this.#hosts = new Set([...own, ...this.#config.allowed_hosts]);
    this.#origins = new Set([...own.map((host) => `http://${host}`), ...this.#config.allowed_origins]);
  }

  /** From now on every request is answered SHUTTING_DOWN. */
  close(): void {
    this.#closing = true;
  }

  /** A web page of another origin that the operator allows; its browser wants to be told so. */
  allowsForeignOrigin(origin: string): boolean {
    return this.#config.allowed_origins.includes(origin);
  }

  /** An `onRequest` hook that lets requests with this scope through, and sets `request.caller`. */
  hook(scope: RequiredScope): (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void {
    return (request, reply, done) => {
      try {
        this.admit(request, reply, scope);
      } catch (error) {
        done(error as Error);
        return;
      }
      done();
    };
  }

  /**
   * Lets a request through, or throws.
   * @throws ConcordatError SHUTTING_DOWN, FORBIDDEN_HOST, FORBIDDEN_ORIGIN, UNAUTHORIZED, FORBIDDEN_SCOPE, RATE_LIMITED
   */
  admit(request: FastifyRequest, reply: FastifyReply, scope: RequiredScope): void {
    // Answers quote what agents wrote; no browser may take one for a page.
    reply.header('x-content-type-options', 'nosniff');
    if (this.#closing) throw new ConcordatError('SHUTTING_DOWN');
    const { host, origin, authorization } = request.raw.headers;
    this.#checkHost(host);
    if (origin !== undefined) this.#checkOrigin(origin, host, reply);
    if (scope === 'none') return;
    const { caller, bucket } = this.#session(authorization);
    if (!caller.scopes.has(scope)) {
      const held = [...caller.scopes].join(', ');
      throw new ConcordatError(
        'FORBIDDEN_SCOPE',
        `${caller.agent_id} has the scopes ${held}; this operation needs ${scope}`,
        { needs: scope },
      );
    }
    if (bucket) this.#checkRate(bucket, caller, reply);
    request.caller = caller;
  }

  #checkHost(host: string | undefined): void {
    if (host !== undefined && this.#hosts.has(host)) return;
    const name = (host ?? '').toLowerCase();
    if (this.#hosts.has(name) || this.#namesOnAnyPort.has(name.replace(PORT_SUFFIX, ''))) return;
    const allowed = [...this.#hosts].join(', ');
    throw new ConcordatError('FORBIDDEN_HOST', `Host is "${name.slice(0, 100)}"; allowed: ${allowed}`);
  }

  #checkOrigin(origin: string, host: string | undefined, reply: FastifyReply): void {
    if (this.allowsForeignOrigin(origin)) {
      reply
        .header('access-control-allow-origin', origin)
        .header('vary', 'origin')
        .header('access-control-expose-headers', 'retry-after, mcp-session-id');
      return;
    }
    // The host was checked before, so a page that this very server delivered is its own.
    if (this.#origins.has(origin) || origin === `http://${host}` || origin === `https://${host}`) return;
    throw new ConcordatError(
      'FORBIDDEN_ORIGIN',
      `Origin is "${origin.slice(0, 100)}"; it is neither this daemon's own nor allowed`,
    );
  }

  #session(authorization: string | undefined): Session {
    if (this.#revision !== this.#agents.revision) {
      this.#revision = this.#agents.revision;
      this.#sessions.clear();
    }
    if (authorization === undefined) throw new ConcordatError('UNAUTHORIZED', 'no Authorization header was sent');
    return this.#sessions.get(authorization) ?? this.#newSession(authorization);
  }

  #newSession(authorization: string): Session {
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined)
      throw new ConcordatError('UNAUTHORIZED', 'the Authorization header is not "Bearer <token>"');
    const caller = this.#agents.authenticate(token);
    if (!caller) throw new ConcordatError('UNAUTHORIZED', 'the token is not valid; it may have been revoked');
    const session = { caller, bucket: caller.name === null ? undefined : this.#bucketOf(caller.agent_id) };
    if (this.#sessions.size >= LIMITS.token_cache_max) this.#sessions.clear();
    this.#sessions.set(authorization, session);
    return session;
  }

  #bucketOf(agent_id: string): Bucket {
    const known = this.#buckets.get(agent_id);
    if (known) return known;
    if (this.#buckets.size >= LIMITS.token_cache_max) this.#buckets.clear();
    const bucket = new Bucket(this.#config.rate_per_s, this.#config.rate_burst, this.#now_ms());
    this.#buckets.set(agent_id, bucket);
    return bucket;
  }

  #checkRate(bucket: Bucket, caller: Caller, reply: FastifyReply): void {
    const wait_s = bucket.take(this.#now_ms());
    if (wait_s === 0) return;
    const retry_after_s = Math.max(1, Math.ceil(wait_s));
    reply.header('retry-after', String(retry_after_s));
    throw new ConcordatError(
      'RATE_LIMITED',
      `${caller.agent_id} sends more than ${this.#config.rate_per_s} requests a second; wait ${retry_after_s} s`,
      {
        retry_after_s,
      },
    );
  }
}
