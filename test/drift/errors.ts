/** Checks of the error codes: one set everywhere, and each of them provoked by a test against live daemons. */
import type { World } from './world.js';
import { contractOf } from './contract.js';

const REGISTRY = 'daemon/src/errors.ts';

/** Codes that no test against a live daemon brings about, each with the reason. What is provoked after all must go from here. */
const NOT_PROVOKED: Readonly<Record<string, string>> = {
  INTERNAL: 'a fault of the daemon that nobody knows of; daemon/test/contract/app.test.ts makes one below the API',
  INVITE_NOT_INDEXER: 'OpenPact says it where this daemon asks the next node, or answers NO_INDEXER_REACHABLE',
  NO_INDEXER_REACHABLE:
    'the indexer must go between two steps of an admission; daemon/test/process/creator-stopped.test.ts meets it as one answer of several',
  NO_AGENTS: 'OpenPact says it where this daemon names the node that it could not reach, with AGENT_DISCONNECTED',
  NODE_PREFIX_TAKEN:
    'two keys that agree in 32 bits cannot be made in a test; daemon/test/property/apply.test.ts has records of them',
  SHUTTING_DOWN: 'the daemon takes no connection a moment later; daemon/test/unit/guard.test.ts closes the guard alone',
};

const namesIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

/** The registry, the contract and the clients have the same codes. */
export const codeSets = ({ tree }: World): string[] => {
  const registry = namesIn(tree.read(REGISTRY), /^ {2}([A-Z_]+): spec\(/gm);
  const sets: readonly [path: string, codes: readonly unknown[]][] = [
    ['openapi.yaml', contractOf(tree).components.schemas.ErrorCode?.enum ?? []],
    ['docs/errors.md', namesIn(tree.read('docs/errors.md'), /^\| `([A-Z_]+)` \|/gm)],
    [
      'skill/concordat/references/errors.md',
      namesIn(tree.read('skill/concordat/references/errors.md'), /^\| `([A-Z_]+)` \|/gm),
    ],
    [
      'clients/typescript/src/generated/errors.ts',
      namesIn(tree.read('clients/typescript/src/generated/errors.ts'), /^ {2}([A-Z_]+): \w+Error,/gm),
    ],
    [
      'clients/python/src/concordat/generated/errors.py',
      namesIn(tree.read('clients/python/src/concordat/generated/errors.py'), /^ {4}"([A-Z_]+)": \w+Error,/gm),
    ],
  ];
  return sets.flatMap(([path, codes]) => [
    ...registry
      .filter((code) => !codes.includes(code))
      .map((code) => `${path}: the code ${code} of ${REGISTRY} is missing`),
    ...codes
      .filter((code) => !registry.includes(code as string))
      .map((code) => `${path}: ${String(code)} is no code of ${REGISTRY}`),
  ]);
};

/** Tests that expect answers of real daemons. */
const LIVE = /^(daemon\/test\/process\/|test\/drift\/).*\.test\.ts$/;

/** A list of codes of which any will do shows none of them. */
const ANY_OF = /\[\s*(?:'[A-Z_]+',?\s*){2,}\]/g;

/** Each code is expected by a test against a live daemon, or stands above with the reason. */
export const provokedCodes = ({ tree }: World): string[] => {
  const texts = tree.files.filter((path) => LIVE.test(path)).map((path) => tree.read(path).replaceAll(ANY_OF, ''));
  const isProvoked = (code: string): boolean => texts.some((text) => text.includes(`'${code}'`));
  const registry = namesIn(tree.read(REGISTRY), /^ {2}([A-Z_]+): spec\(/gm);
  return registry.flatMap((code) => {
    const excused = code in NOT_PROVOKED;
    if (isProvoked(code) === excused)
      return [
        excused
          ? `test/drift/errors.ts: ${code} is provoked by a test and needs no excuse`
          : `${REGISTRY}: no test against a live daemon provokes ${code}`,
      ];
    return [];
  });
};
