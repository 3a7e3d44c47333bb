/** Everything that the drift test holds, by what it promises. */
import { MENTIONS } from '../house/mentions.js';
import { blocks } from './blocks.js';
import { clients, generatedFiles, routes, scopes, servedContract, tools } from './contract.js';
import { codeSets, provokedCodes } from './errors.js';
import type { World } from './world.js';

/** Each check answers what is wrong, as sentences that open with the place. */
export const CHECKS: Readonly<Record<string, (world: World) => string[]>> = {
  'the daemon serves openapi.yaml as it is': servedContract,
  'the routes of the daemon are the operations of the contract': routes,
  'the daemon asks for a token where the contract says so': scopes,
  'generated files are what the generators make': generatedFiles,
  'every client has every operation, and a test that calls it': clients,
  'tools.json, the contract and MCP list the same tools': tools,
  'the registry, the contract, the documents and the clients have the same error codes': codeSets,
  'every error code is provoked by a test': provokedCodes,
  'every program in the documents is run by a test': ({ tree }) => blocks(tree),
  ...Object.fromEntries(
    Object.entries(MENTIONS).map(([what, check]) => [
      `the documents speak only of what exists: ${what}`,
      ({ tree }: World): string[] => check(tree),
    ]),
  ),
};

/** All that is wrong. */
export const problemsOf = (world: World): string[] => Object.values(CHECKS).flatMap((check) => check(world));
