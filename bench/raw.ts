import { Child } from './child.js';

/** What one raw loop measured. */
export interface RawResult {
  /** Things a second: ops, syncs, blocks. */
  readonly rate: number;
  /** ms of one turn of the loop. */
  readonly p50_ms: number;
}

/** The limits of what the daemon stands on, measured in the same run, each in a process of its own. */
export class Raw {
  readonly #child = new Child('./raw-process.ts');
  readonly #hello = new Child('./hello-process.ts');
  #port: number | null = null;

  /**
   * The daemon's own log of a pact (encrypted Autobase, Hyperbee view, one key an entry) without anything around it:
   * appends `batch` ops at once and syncs them, `turns` times. The rate is in ops.
   */
  append(batch: number, turns: number): Promise<RawResult> {
    return this.#child.ask({ what: 'append', batch, turns });
  }

  /** Appends 4 KiB to a file and syncs it, one by one. */
  fdatasync(turns: number): Promise<RawResult> {
    return this.#child.ask({ what: 'fdatasync', turns });
  }

  /** Copies a Hypercore of `blocks` blocks of an entry's size between two stores in one process. The rate is in blocks. */
  replicate(blocks: number): Promise<RawResult> {
    return this.#child.ask({ what: 'replicate', blocks });
  }

  /** Port of a Fastify server with one route: `/bytes/<n>` answers a text of that length. */
  async hello(): Promise<number> {
    this.#port ??= await this.#hello.ask<number>({ what: 'port' });
    return this.#port;
  }

  /** Resident memory of that server, in bytes. */
  helloMemory(): Promise<number> {
    return this.#hello.ask({ what: 'memory' });
  }

  /** ms from starting such a server to its first answer. */
  async helloStart(): Promise<number> {
    const start = performance.now();
    const child = new Child('./hello-process.ts');
    await child.ask({ what: 'port' });
    const took_ms = performance.now() - start;
    await child.close();
    return took_ms;
  }

  async close(): Promise<void> {
    await Promise.all([this.#child.close(), this.#hello.close()]);
  }
}
