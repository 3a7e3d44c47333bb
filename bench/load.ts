import { Child } from './child.js';
import type { LoopOptions, LoopResult } from './closed-loop.js';

/**
 * A request that callers send. In the body `%n` becomes the number of the request, so that no two bodies are equal, and `%t` 300 characters of
 * words that no other number has.
 */
export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: string;
}

/** Callers over HTTP, each with a connection of its own. */
export interface Lane extends LoopOptions {
  readonly port: number;
  readonly token: string | null;
  readonly callers: number;
  /** Sent in turn, over and over. */
  readonly requests: readonly LoadRequest[];
  /** Answer the ids of what was posted, by the number of the request. */
  readonly keep_ids?: boolean;
}

/** What a lane measured. Any answer but a 2xx fails the whole run, so every figure is of answers that count. */
export interface LaneResult extends LoopResult {
  readonly ids: readonly string[];
}

/** The load generator: plain sockets in a process of its own, so that it costs as little as it can of the machine. */
export class Load {
  readonly #child = new Child('./load-process.ts');

  /** Runs lanes at the same time. */
  lanes(...lanes: Lane[]): Promise<LaneResult[]> {
    return this.#child.ask({ lanes });
  }

  async run(lane: Lane): Promise<LaneResult> {
    return (await this.lanes(lane))[0] as LaneResult;
  }

  close(): Promise<void> {
    return this.#child.close();
  }
}
