import type { LiveEvent } from '@concordat/client';
import { expect, it } from 'vitest';
import { changedBy, isResourceUri } from '../src/resources.js';

const event = (name: LiveEvent['event'], data: object): LiveEvent =>
  ({ id: 'x', event: name, data: { pactId: 'f'.repeat(64), alias: 'main', ...data } }) as LiveEvent;

const pathsOf = (one: LiveEvent): string[] =>
  changedBy(one)
    .filter((uri) => uri.startsWith('pact://main'))
    .map((uri) => uri.slice('pact://main'.length));

it.each([
  ['entry-applied', { id: '8f0c1d6d-1', type: 'message' }, ['', '/entries', '/entries/8f0c1d6d-1']],
  [
    'entry-applied',
    { id: '8f0c1d6d-1', type: 'task' },
    ['', '/entries', '/entries/8f0c1d6d-1', '/tasks', '/tasks/8f0c1d6d-1'],
  ],
  [
    'task-updated',
    { id: '8f0c1d6d-2', type: 'task', task: { id: '8f0c1d6d-1' } },
    ['', '/entries', '/entries/8f0c1d6d-2', '/tasks', '/tasks/8f0c1d6d-1'],
  ],
  ['entry-retracted', { id: '8f0c1d6d-1', type: 'knowledge' }, ['', '/entries', '/entries/8f0c1d6d-1']],
  ['update', {}, ['']],
  ['lagged', {}, ['', '/entries', '/tasks']],
] as const)('%s %j changes its resources', (name, data, expected) => {
  expect(pathsOf(event(name, data))).toEqual(expected);
});

it('a resource is known by alias and by id, and nothing else is one', () => {
  const uris = changedBy(event('entry-applied', { id: '8f0c1d6d-1', type: 'task' }));
  expect(uris.every(isResourceUri)).toBe(true);
  expect(uris.filter((uri) => uri.startsWith(`pact://${'f'.repeat(64)}`))).toHaveLength(5);
  for (const uri of [
    'pact://',
    'pact://../x',
    'pact://a/entries/..',
    'pact://a/tasks/1?x',
    'http://a/entries',
    'pact://a/entries\n',
  ])
    expect(isResourceUri(uri), uri).toBe(false);
});
