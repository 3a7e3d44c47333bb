import AutoStore from 'autobase/lib/store.js';
import type Corestore from 'corestore';
import Hypercore from 'hypercore';

/** How long the block of a new indexer that says who signs its log is waited for. Peers that tell of a promotion nearly always have it. */
const SIGNER_MS = 10_000;

/** Says who signs a log: its key is the hash of it. */
export type Manifest = NonNullable<Hypercore['manifest']>;

/** The manifest of a writer's log. */
export const manifestOf = (publicKey: Buffer, version: number): Manifest => ({ version, signers: [{ publicKey }] });

/** The writer key of a log that `signer` will sign: known before the log exists, so that a joiner can prove it. */
export const writerKeyOf = (publicKey: Buffer, version: number): Buffer =>
  Hypercore.key(manifestOf(publicKey, version));

/** Notes who signs the log of a writer, so that this is known before the first block of the log has arrived. */
export async function learnSigner(store: Corestore, key: Buffer, manifest: Manifest): Promise<void> {
  // The options that Autobase opens the logs of others with, so that this alone gives the log to nobody.
  const core = store.get({ key, manifest, writable: false, compat: false, active: false });
  await core.ready();
  await core.close();
}

/**
 * When indexers change, Autobase makes the next view cores from what it knows of the new indexers' signers, and passes over those that it does
 * not know: a member that has no block of a new indexer yet makes a core that nobody else has, and nothing it sees is ever confirmed there
 * (autobase 7.28.1; found with five nodes, three of them indexers). Who signs is learnt with the admission ({@link learnSigner}); a node that
 * came later and applied no admissions fetches it here with the first block of the log. `daemon/test/process/three-indexers.test.ts` fails
 * without this.
 */
async function signersOf(this: AutoStore, indexers: readonly { readonly key: Buffer }[]): Promise<Manifest[]> {
  const manifests: Manifest[] = [];
  for (const { key } of indexers) {
    const core = this.store.get({ key, active: false });
    await core.ready();
    if (core.manifest === null) {
      const fetched = this.store.get({ key });
      await fetched.get(0, { timeout: SIGNER_MS }).catch(() => {});
      await fetched.close();
    }
    if (core.manifest !== null) manifests.push(core.manifest);
    await core.close();
  }
  return manifests;
}

/** Makes every log of this process know the signers of its indexers. */
export function knowAllSigners(): void {
  AutoStore.prototype.getIndexerManifests = signersOf;
}
