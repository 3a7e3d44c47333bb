/** The arrival feed as changed resources: open while somebody listens, closed otherwise. */
import type { ConcordatClient } from '@concordat/client';
import type { ServerEvent, ServerEventBus } from '@modelcontextprotocol/server';
import { changedBy } from './resources.js';

type Listener = (event: ServerEvent) => void;

/** Tells listeners which resources changed; at least once for each entry that arrives while they listen. */
export class ArrivalFeed implements ServerEventBus {
  readonly #client: () => Promise<ConcordatClient>;
  readonly #listeners = new Set<Listener>();
  #running: { readonly controller: AbortController; readonly opened: Promise<void> } | undefined;

  constructor(client: () => Promise<ConcordatClient>) {
    this.#client = client;
  }

  /** How many listen. */
  get listeners(): number {
    return this.#listeners.size;
  }

  /** Tells all listeners at once. */
  publish(event: ServerEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** @returns a function that ends it; calling it twice is harmless */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    void this.#start();
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.close();
    };
  }

  /** Resolves when whatever arrives from now on will be told. A feed that cannot be opened resolves too: listeners then hear nothing. */
  opened(): Promise<void> {
    return this.#start();
  }

  /** Ends the feed; a new listener opens it again. */
  close(): void {
    this.#running?.controller.abort();
    this.#running = undefined;
  }

  #start(): Promise<void> {
    if (this.#running) return this.#running.opened;
    const controller = new AbortController();
    const opened = new Promise<void>((resolve) => {
      void this.#follow(controller.signal, resolve)
        .catch(() => undefined)
        .finally(() => {
          resolve();
          if (this.#running?.controller === controller) this.#running = undefined;
        });
    });
    this.#running = { controller, opened };
    return opened;
  }

  async #follow(signal: AbortSignal, onopen: () => void): Promise<void> {
    const client = await this.#client();
    for await (const event of client.events({ signal, onopen })) {
      if (event.event === 'peer-add' || event.event === 'peer-remove') continue;
      for (const uri of changedBy(event)) this.publish({ kind: 'resource_updated', uri });
    }
  }
}
