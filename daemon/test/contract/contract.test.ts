import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildApp } from '../../src/api/index.js';
import { type Handlers, contract, operationsOf, registerContract } from '../../src/contract/index.js';
import { type ErrorCode, ERROR_CODES, ERRORS, isErrorCode } from '../../src/errors.js';
import { stubParts } from './stub-parts.js';

const operations = operationsOf(contract);
const yamlDocument = parse(readFileSync(new URL('../../../openapi.yaml', import.meta.url), 'utf8')) as typeof contract;

describe('the contract', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await buildApp(stubParts());
  });
  afterAll(() => app.close());

  it('is the very openapi.yaml, in the daemon and at /openapi.json', async () => {
    expect(contract).toEqual(yamlDocument);
    const served = await app.inject({ url: '/openapi.json', headers: { host: 'localhost:7666' } });
    expect(served.json()).toEqual(yamlDocument);
  });

  it('has a reference page that loads nothing from elsewhere', async () => {
    const page = await app.inject({ url: '/docs', headers: { host: 'localhost:7666' } });
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  it.each(operations)('$method $path is a route of the app', ({ method, path }) => {
    expect(app.hasRoute({ method, url: path.replace(/\{(\w+)\}/g, ':$1') })).toBe(true);
  });

  it('refuses to mount when a handler is missing, or serves no operation', async () => {
    const options = {
      event_stream: { buffer_max_bytes: 1, stall_max_ms: 1, heartbeat_ms: 1 },
      error_body: () => ({}) as never,
    };
    const handlers = {
      ping: () => ({ status: 200, body: { ok: true } }),
      pong: () => undefined,
    } as unknown as Handlers;
    await expect(registerContract(app, contract, handlers, options)).rejects.toThrow(
      /without a handler \[healthz, .*not in the contract \[pong\]/,
    );
  });

  it('names its operations once, in camel case, each with one tag, a summary and a scope', () => {
    const ids = operations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, tag, scope } of operations) {
      expect(id).toMatch(/^[a-z][A-Za-z]+$/);
      expect(tag, id).not.toBe('');
      expect(['none', 'read', 'write', 'operator'], id).toContain(scope);
    }
  });

  it('shows an example of every body', () => {
    expect(operations.filter(({ body }) => body && body.example === undefined).map(({ id }) => id)).toEqual([]);
  });
});

describe('error codes', () => {
  const declared = new Set([...operations.flatMap(({ codes }) => codes), ...contract['x-codes'].outside_operations]);

  it('of the registry and of the contract are the same, both ways', () => {
    expect([...(contract.components.schemas.ErrorCode?.enum ?? [])].sort()).toEqual([...ERROR_CODES].sort());
    expect([...declared].sort()).toEqual([...ERROR_CODES].sort());
  });

  it.each(operations)(
    'of $id have their status declared, and each declared error status has a code',
    ({ codes, responses }) => {
      const byCode = new Set(codes.map((code) => ERRORS[code as ErrorCode].status));
      // A status that answers no error body, such as 503 of readyz, stands for no code.
      const byStatus = [...responses].filter(([status]) => status >= 400).map(([status]) => status);
      expect(new Set(byStatus)).toEqual(byCode);
    },
  );

  it('on schemas are codes of the registry', () => {
    const found: string[] = [];
    JSON.stringify(contract, (key, value: unknown) => {
      if (key === 'x-error-code') found.push(value as string);
      return value;
    });
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((code) => !isErrorCode(code))).toEqual([]);
  });
});
