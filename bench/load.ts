import { Child } from './child.js';

/** A request that callers send; `%n` in the body becomes the number of the request, so that no two bodies are equal. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: string;
}

/** A closed loop: every caller has a connection of its own and sends the next request when the last is answered. */
export interface Lane {
  readonly port: number;
  readonly token: string | null;
  readonly callers: number;
  /** Sent in turn, over and over. */
  readonly requests: readonly LoadRequest[];
  /** Ends after this time ... */
  readonly duration_ms?: number;
  /** ... or after so many requests. */
  readonly count?: number;
  /** Not measured, before the time counts. Default 0. */
  readonly warmup_ms?: number;
  /** Answer the ids of what was posted, by the number of the request. */
  readonly keep_ids?: boolean;
}

/** What a lane measured. Any answer but a 2xx fails the whole run, so every figure is of answers that count. */
export interface LaneResult {
  readonly count: number;
  /** Answers a second. */
  readonly rate: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Bytes of the last body. */
  readonly bytes: number;
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
