/** One contract, every surface: the files of the project are held against each other and against a live daemon. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Room } from '../../daemon/test/harness/index.js';
import { CHECKS } from './checks.js';
import { look, type World } from './world.js';

const room = new Room();
let world: World;

beforeAll(async () => {
  world = await look(room);
});
afterAll(() => room.close());

describe('nothing drifts', () => {
  it.each(Object.entries(CHECKS))('%s', (_promise, check) => {
    expect(check(world)).toEqual([]);
  });
});
