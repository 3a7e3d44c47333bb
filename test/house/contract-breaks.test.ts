import { describe, expect, it } from 'vitest';
import { BREAKING_HEADING, type Break, breaksBetween, unannounced } from '../../scripts/contract/breaks.js';
import { CONTRACT_PATH, readContract, RELEASED_PATH } from '../../scripts/contract/released.js';
import { read } from './tree.js';

const released = readContract(RELEASED_PATH);

const show = ({ place, what }: Break): string => `${place}: ${what}`;

/** The breaks that a change of the released contract makes. */
const after = (change: (document: any) => void): string[] => {
  const document = structuredClone(released);
  change(document);
  return breaksBetween(released, document).map(show);
};

const schemas = (document: any) => document.components.schemas;
const path = (document: any, name: string) => document.paths[`/v1/pacts/{pactId}${name}`];

describe('openapi.yaml', () => {
  it('keeps what the last release promised, or the changelog announces what it breaks', () => {
    const silent = unannounced(breaksBetween(released, readContract(CONTRACT_PATH)), read('CHANGELOG.md'));
    expect(
      silent.map(show),
      `name each place in backticks in CHANGELOG.md, Unreleased, below "${BREAKING_HEADING}", or take the change back`,
    ).toEqual([]);
  });
});

describe('a change that breaks a client is named:', () => {
  it.each<[string, (document: any) => void, string[]]>([
    [
      'a field of an answer is gone',
      (document) => delete schemas(document).Entry.properties.agent_id,
      ['Entry.agent_id: the field is gone'],
    ],
    [
      'a field of an answer may be missing',
      (document) => schemas(document).HostStatus.required.splice(0, 1),
      ['HostStatus.current: the field may be missing now'],
    ],
    [
      'a field of a body is gone',
      (document) => delete schemas(document).TaskDraft.properties.description,
      ['TaskDraft.description: the field is gone'],
    ],
    [
      'a field is renamed',
      (document) => {
        const { properties, required } = schemas(document).TaskDraft;
        properties.name = properties.title;
        delete properties.title;
        required[0] = 'name';
      },
      ['TaskDraft.title: the field is gone', 'TaskDraft.name: the field is new and required'],
    ],
    [
      'a body needs a new field',
      (document) => {
        schemas(document).TaskDraft.properties.owner = { type: 'string' };
        schemas(document).TaskDraft.required.push('owner');
      },
      ['TaskDraft.owner: the field is new and required'],
    ],
    [
      'a body needs a field that could be left out',
      (document) => schemas(document).AgentDraft.required.push('scopes'),
      ['AgentDraft.scopes: the field is required now'],
    ],
    ['a route is gone', (document) => delete document.paths['/v1/peers'].post, ['addPeer: POST /v1/peers is gone']],
    [
      'a path is renamed',
      (document) => {
        document.paths['/v1/alive'] = document.paths['/v1/healthz'];
        delete document.paths['/v1/healthz'];
      },
      ['healthz: GET /v1/healthz is gone'],
    ],
    [
      'an answer takes values that no client knows',
      (document) => schemas(document).Role.enum.push('guest'),
      ['Role: it may be "guest" now, which no client knows'],
    ],
    [
      'a parameter takes fewer values',
      (document) => schemas(document).SkillFormat.enum.pop(),
      ['SkillFormat: it may no longer be "generic"'],
    ],
    [
      'an answer may be null',
      (document) => (schemas(document).Member.properties.agent_id.type = ['string', 'null']),
      ['Member.agent_id: it may be null now'],
    ],
    [
      'a body takes fewer types',
      (document) => (schemas(document).Ttl.type = 'integer'),
      ['Ttl: it may no longer be null'],
    ],
    [
      'an answer is gone',
      (document) => delete path(document, '/tasks/{id}/claim').put.responses['202'],
      ['claimTask 202: the answer is gone'],
    ],
    [
      'an answer is new',
      (document) => {
        const { responses } = path(document, '/tasks/{id}/renew').put;
        responses['202'] = responses['200'];
      },
      ['renewTask 202: the answer is new'],
    ],
    [
      'a parameter is gone',
      (document) => path(document, '/knowledge').get.parameters.splice(0, 1),
      ['listKnowledge query topic: the parameter is gone'],
    ],
    [
      'a parameter is new and required',
      (document) =>
        path(document, '/knowledge').get.parameters.push({ name: 'by', in: 'query', required: true, schema: {} }),
      ['listKnowledge query by: the parameter is new and required'],
    ],
    [
      'a limit is stricter',
      (document) => (schemas(document).Topic.maxLength = 100),
      ['Topic: maxLength was 200 and is 100'],
    ],
    [
      'a default means something else',
      (document) => (path(document, '/tasks/{id}/claim').put.parameters[0].schema.default = 5),
      ['claimTask query wait: left out it meant 2 and means 5'],
    ],
    [
      'an operation needs more of its caller',
      (document) => (document.paths['/v1/peers'].get['x-scope'] = 'operator'),
      ['listPeers: it needs the scope operator now'],
    ],
    [
      'an operation has another name',
      (document) => (document.paths['/v1/peers'].get.operationId = 'peers'),
      ['listPeers: the operation is called peers now'],
    ],
    [
      'an error code is gone',
      (document) => schemas(document).ErrorCode.enum.splice(1, 1),
      ['ErrorCode.BAD_CURSOR: the error code is gone'],
    ],
  ])('%s', (_name, change, expected) => {
    expect(after(change)).toEqual(expected);
  });
});

describe('nothing goes unnoticed:', () => {
  const named = Object.keys(schemas(released));

  it.each(named)('each field of %s', (name) => {
    for (const field of Object.keys(schemas(released)[name].properties ?? {}))
      expect(after((document) => delete schemas(document)[name].properties[field])).toContain(
        `${name}.${field}: the field is gone`,
      );
  });

  it.each(Object.keys(released.paths))('each operation of %s', (route) => {
    expect(after((document) => delete document.paths[route]).length).toBeGreaterThan(0);
  });
});

describe('a change that no client notices passes:', () => {
  it.each<[string, (document: any) => void]>([
    ['nothing', () => undefined],
    ['a field more in an answer', (document) => (schemas(document).Entry.properties.score = { type: 'number' })],
    [
      'an optional field more in a body',
      (document) => (schemas(document).TaskDraft.properties.due = { type: 'string' }),
    ],
    [
      'a route more',
      (document) => (document.paths['/v1/more'] = { get: { ...document.paths['/v1/ping'].get, operationId: 'more' } }),
    ],
    [
      'an optional parameter more',
      (document) => path(document, '/tasks').get.parameters.push({ name: 'q', in: 'query', schema: {} }),
    ],
    ['an error code more', (document) => schemas(document).ErrorCode.enum.push('TEAPOT')],
    ['an error less', (document) => delete document.paths['/v1/ping'].get.responses['503']],
    ['a looser limit', (document) => (schemas(document).Topic.maxLength = 400)],
    ['a better description', (document) => (schemas(document).Topic.description = 'What it is about')],
    [
      'another name of a path parameter',
      (document) => {
        document.paths['/v1/agents/{agent}'] = document.paths['/v1/agents/{name}'];
        delete document.paths['/v1/agents/{name}'];
        document.paths['/v1/agents/{agent}'].delete.parameters = [];
        document.paths['/v1/agents/{agent}'].parameters = [
          { name: 'name', in: 'path', required: true, schema: { $ref: '#/components/schemas/AgentName' } },
        ];
      },
    ],
  ])('%s', (_name, change) => {
    expect(after(change)).toEqual([]);
  });
});

describe('the changelog', () => {
  const broken: Break = { place: 'Entry.agent_id', what: 'the field is gone', operations: new Set(['getEntry']) };
  const changelog = (heading: string, line: string) =>
    `# Changelog\n\n## [Unreleased]\n\n${heading}\n\n- ${line}\n\n## [0.1.0]\n`;

  it('announces a break by its place, in backticks, below the heading', () => {
    expect(unannounced([broken], changelog(BREAKING_HEADING, '`Entry.agent_id` is `author` now.'))).toEqual([]);
  });

  it.each([
    ['another place', changelog(BREAKING_HEADING, '`Entry.id` is gone.')],
    ['another heading', changelog('### Changed', '`Entry.agent_id` is `author` now.')],
    [
      'an older release',
      changelog('### Changed', 'Nothing.').concat(`\n${BREAKING_HEADING}\n\n- \`Entry.agent_id\`\n`),
    ],
  ])('does not announce it by %s', (_name, text) => {
    expect(unannounced([broken], text)).toEqual([broken]);
  });
});
