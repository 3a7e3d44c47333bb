import type Autobase from 'autobase';

/** Between two looks whether the order stands still. */
const LOOK_MS = 3_000;

/** What is needed of the library to jump. */
export type Jumper = Pick<
  Autobase,
  'indexedLength' | 'isFastForwarding' | 'fastForwardFailedAt' | 'fastForwardMinimum' | '_queueFastForward'
> & { readonly core: { readonly core: { readonly state: { readonly length: number } | null } } };

/**
 * Jumps to what the indexers signed when the order has not moved towards it between two looks. Blocks may be missing that no peer has, since all who are
 * here jumped over them. The library jumps over 16 blocks and more; a jump that failed, as over a bad cable, it tries again after five minutes, and
 * then with the next block: a node whose peers had gone quiet stood still for ever (autobase 7.28.1; seen with hosts on two LANs, seed 11).
 */
export class Standstill {
  readonly #base: Jumper;
  #looking: NodeJS.Timeout | null = null;
  /** How much of the order was signed here at the last look. */
  #stoodAt = -1;

  constructor(base: Jumper) {
    this.#base = base;
  }

  /** Looks from now on. */
  watch(): void {
    this.#looking = setInterval(() => this.#look(), LOOK_MS).unref();
  }

  #look(): void {
    const base = this.#base;
    const at = base.indexedLength;
    const stands = at === this.#stoodAt && at < (base.core.core.state?.length ?? 0);
    this.#stoodAt = at;
    if (!stands || base.isFastForwarding()) return;
    base.fastForwardFailedAt = 0;
    const usual = base.fastForwardMinimum;
    base.fastForwardMinimum = Number.MIN_SAFE_INTEGER;
    base._queueFastForward();
    // For this jump alone: one that finds nothing to jump to asks for the next at once, and never comes to an end (simulation, seed 2040175).
    base.fastForwardMinimum = usual;
  }

  close(): void {
    if (this.#looking) clearInterval(this.#looking);
  }
}
