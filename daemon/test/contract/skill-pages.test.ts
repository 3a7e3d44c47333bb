import type { FastifyInstance } from 'fastify';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/api/index.js';
import { contract, operationsOf } from '../../src/contract/index.js';
import type { ErrorBody } from '../../src/errors.js';
import { stubParts } from './stub-parts.js';

const headers = { host: 'localhost:7666' };

describe('the pages for agents', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await buildApp(stubParts());
  });
  afterAll(() => app.close());

  it('/llms.txt names every operation, and needs no token', async () => {
    const page = await app.inject({ url: '/llms.txt', headers });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(page.body).toMatch(/^# Concordat\n\n> /);
    for (const { id } of operationsOf(contract)) expect(page.body).toContain(`[${id}]`);
  });

  it('/skill.zip holds the skill in a folder of its name, the same bytes each time', async () => {
    const [first, second] = [
      await app.inject({ url: '/skill.zip', headers }),
      await app.inject({ url: '/skill.zip', headers }),
    ];
    expect(first.headers['content-type']).toBe('application/zip');
    expect(first.rawPayload).toEqual(second.rawPayload);
    const files = unzipSync(first.rawPayload);
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['concordat/LICENSE', 'concordat/SKILL.md', 'concordat/references/operations.md']),
    );
    expect(strFromU8(files['concordat/SKILL.md'] ?? new Uint8Array())).toMatch(/^---\nname: concordat\n/);
  });

  it('they pass the guard like everything else', async () => {
    const foreign = await app.inject({ url: '/skill.zip', headers: { host: 'evil.example' } });
    expect(foreign.json<ErrorBody>().error).toBe('FORBIDDEN_HOST');
    const wrong = await app.inject({ method: 'POST', url: '/llms.txt', headers });
    expect(wrong.statusCode).toBe(405);
    expect(wrong.headers.allow).toBe('GET');
  });
});
