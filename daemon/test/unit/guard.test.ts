import type { FastifyReply, FastifyRequest } from 'fastify';
import { beforeEach, describe, expect, it } from 'vitest';
import { Guard } from '../../src/api/guard.js';
import { type Config, LIMITS } from '../../src/config.js';
import type { RequiredScope } from '../../src/contract/index.js';
import type { Caller } from '../../src/node/types.js';
import { HANDLE, StubAgents, TOKENS, stubConfig } from '../contract/stub-parts.js';

let agents: StubAgents;
let now_ms: number;

beforeEach(() => {
  agents = new StubAgents();
  now_ms = 0;
});

const guardOf = (config: Partial<Config> = {}): Guard => new Guard(stubConfig(config), agents, () => now_ms);

const reply = () => {
  const headers: { [name: string]: string } = {};
  const self = {
    headers,
    header: (name: string, value: string) => {
      headers[name] = value;
      return self;
    },
  };
  return self;
};

const bearer = (token: string): string => `Bearer ${token}`;

/** Sends a request through the guard; gives its caller and the headers of the answer. */
const pass = (
  guard: Guard,
  headers: { [name: string]: string },
  scope: RequiredScope = 'read',
): { caller: Caller | null; headers: { [name: string]: string } } => {
  const request = {
    raw: { headers: { host: '127.0.0.1:7666', authorization: bearer(TOKENS.host), ...headers } },
    caller: null as Caller | null,
  };
  const answer = reply();
  guard.admit(request as unknown as FastifyRequest, answer as unknown as FastifyReply, scope);
  return { caller: request.caller, headers: answer.headers };
};

describe('Host', () => {
  it.each(['127.0.0.1:7666', 'localhost:7666', '[::1]:7666', 'LocalHost:7666'])('%s is let in', (host) => {
    expect(pass(guardOf(), { host }).caller?.agent_id).toBe(HANDLE);
  });

  it.each([
    '',
    'evil.example',
    'evil.example:7666',
    'localhost',
    'localhost:7667',
    '127.0.0.1.evil.example:7666',
    '192.0.2.1:7666',
  ])('"%s" is refused', (host) => {
    expect(() => pass(guardOf(), { host })).toThrow(expect.objectContaining({ code: 'FORBIDDEN_HOST' }));
  });

  it('is asked for also where no token is', () => {
    expect(() => pass(guardOf(), { host: 'evil.example' }, 'none')).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN_HOST' }),
    );
  });

  it('follows the port that was bound', () => {
    const guard = guardOf({ port: 0 });
    guard.listensOn(5000);
    expect(pass(guard, { host: 'localhost:5000' }).caller).not.toBeNull();
    expect(() => pass(guard, { host: 'localhost:0' })).toThrow(expect.objectContaining({ code: 'FORBIDDEN_HOST' }));
  });

  it('may leave out port 80', () => {
    expect(pass(guardOf({ port: 80 }), { host: 'localhost' }).caller).not.toBeNull();
  });

  it('may be the address that the daemon listens on, but not the wildcard', () => {
    expect(pass(guardOf({ host: '192.0.2.1' }), { host: '192.0.2.1:7666' }).caller).not.toBeNull();
    expect(pass(guardOf({ host: '::2' }), { host: '[::2]:7666' }).caller).not.toBeNull();
    expect(() => pass(guardOf({ host: '0.0.0.0' }), { host: '0.0.0.0:7666' })).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN_HOST' }),
    );
  });

  it('may be one that the operator allows: on any port, or on the one that is named', () => {
    const guard = guardOf({ allowed_hosts: ['pact.example', 'other.example:81'] });
    for (const host of ['pact.example', 'pact.example:9', 'other.example:81'])
      expect(pass(guard, { host }).caller).not.toBeNull();
    expect(() => pass(guard, { host: 'other.example:82' })).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN_HOST' }),
    );
  });
});

describe('Origin', () => {
  it.each(['http://127.0.0.1:7666', 'http://localhost:7666'])('%s is the own one', (origin) => {
    expect(pass(guardOf(), { origin }).headers).toEqual({ 'x-content-type-options': 'nosniff' });
  });

  it.each(['null', 'http://evil.example', 'http://localhost:7667', 'http://localhost', 'https://evil.example:7666'])(
    '%s is refused',
    (origin) => {
      expect(() => pass(guardOf(), { origin })).toThrow(expect.objectContaining({ code: 'FORBIDDEN_ORIGIN' }));
    },
  );

  it('of a page behind a proxy with an allowed name is the own one', () => {
    const guard = guardOf({ allowed_hosts: ['pact.example'] });
    expect(pass(guard, { host: 'pact.example', origin: 'https://pact.example' }).caller).not.toBeNull();
  });

  it('that the operator allows is let in, and its browser is told so', () => {
    const { headers } = pass(guardOf({ allowed_origins: ['http://localhost:5173'] }), {
      origin: 'http://localhost:5173',
    });
    expect(headers).toMatchObject({ 'access-control-allow-origin': 'http://localhost:5173', vary: 'origin' });
  });
});

describe('token', () => {
  it.each([
    '',
    'Bearer',
    'Bearer ',
    `Basic ${TOKENS.host}`,
    TOKENS.host,
    bearer('d'.repeat(64)),
    bearer(`${TOKENS.host}0`),
  ])('"%s" is refused', (authorization) => {
    expect(() => pass(guardOf(), { authorization })).toThrow(expect.objectContaining({ code: 'UNAUTHORIZED' }));
  });

  it('is not needed where the contract asks for none', () => {
    expect(pass(guardOf(), { authorization: '' }, 'none').caller).toBeNull();
  });

  it('is looked up once, whatever the number of requests', () => {
    const guard = guardOf();
    for (let i = 0; i < 100; i += 1) pass(guard, {});
    expect(agents.authenticated).toBe(1);
  });

  it('is told in any case of the scheme', () => {
    expect(pass(guardOf(), { authorization: `bearer ${TOKENS.host}` }).caller?.agent_id).toBe(HANDLE);
  });

  it('stops working at once when it is revoked', async () => {
    const guard = guardOf();
    expect(pass(guard, { authorization: bearer(TOKENS.read) }).caller?.name).toBe('reader');
    await agents.revoke('reader');
    expect(() => pass(guard, { authorization: bearer(TOKENS.read) })).toThrow(
      expect.objectContaining({ code: 'UNAUTHORIZED' }),
    );
  });

  it('memory is bounded: more tokens than it holds all work', () => {
    const guard = guardOf();
    for (let i = 0; i <= LIMITS.token_cache_max; i += 1) {
      const token = String(i).padStart(64, '0');
      agents.tokens.set(token, { agent_id: `a${i}@${HANDLE}`, name: `a${i}`, scopes: new Set(['read']) });
      expect(pass(guard, { authorization: bearer(token) }).caller?.name).toBe(`a${i}`);
    }
    expect(pass(guard, { authorization: bearer('0'.repeat(64)) }).caller?.name).toBe('a0');
  });
});

describe('scope', () => {
  it.each([
    [TOKENS.read, 'write'],
    [TOKENS.read, 'operator'],
    [TOKENS.write, 'operator'],
  ] as const)('of %s does not reach %s', (token, scope) => {
    expect(() => pass(guardOf(), { authorization: bearer(token) }, scope)).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN_SCOPE', details: { needs: scope } }),
    );
  });

  it('of the host token reaches everything', () => {
    for (const scope of ['none', 'read', 'write', 'operator'] as const)
      expect(() => pass(guardOf(), {}, scope)).not.toThrow();
  });
});

describe('rate', () => {
  const config = { rate_per_s: 2, rate_burst: 3 };
  const authorization = bearer(TOKENS.read);

  it('lets a burst through, then says how long to wait, then fills up again', () => {
    const guard = guardOf(config);
    for (let i = 0; i < 3; i += 1) pass(guard, { authorization });
    expect(() => pass(guard, { authorization })).toThrow(
      expect.objectContaining({ code: 'RATE_LIMITED', status: 429, details: { retry_after_s: 1 } }),
    );
    now_ms += 500;
    expect(() => pass(guard, { authorization })).not.toThrow();
    expect(() => pass(guard, { authorization })).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
  });

  it('never saves up more than a burst', () => {
    const guard = guardOf(config);
    pass(guard, { authorization });
    now_ms += 3_600_000;
    for (let i = 0; i < 3; i += 1) pass(guard, { authorization });
    expect(() => pass(guard, { authorization })).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
  });

  it('is counted for each agent by itself, and stays spent when tokens change', () => {
    const guard = guardOf(config);
    for (let i = 0; i < 3; i += 1) pass(guard, { authorization });
    expect(() => pass(guard, { authorization: bearer(TOKENS.write) })).not.toThrow();
    agents.revision += 1;
    expect(() => pass(guard, { authorization })).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }));
  });

  it('does not bound the host token', () => {
    const guard = guardOf(config);
    for (let i = 0; i < 100; i += 1) pass(guard, {});
  });
});

describe('a closing guard', () => {
  it('answers SHUTTING_DOWN to everything', () => {
    const guard = guardOf();
    guard.close();
    expect(() => pass(guard, {}, 'none')).toThrow(expect.objectContaining({ code: 'SHUTTING_DOWN', status: 503 }));
  });
});
