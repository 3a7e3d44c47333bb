import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Words that mean the same to the model of the test. */
const SAME: Record<string, string> = { automobile: 'car', vehicle: 'car', physician: 'doctor', medic: 'doctor' };

/** How the endpoint answers: as it should, or as one that must do no harm. */
export type EndpointMood = 'well' | 'down' | 'silent' | 'wrong length' | 'garbage' | 'refusing';

/** A vector of a text: each word counts for one dimension, and words that mean the same for the same one. Nothing is random. */
export function meaning(text: string, dimensions = 64): number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  for (const word of text.toLowerCase().match(/[a-z0-9]+/g) ?? []) {
    let hash = 7;
    for (const letter of SAME[word] ?? word) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
    vector[hash % dimensions] = (vector[hash % dimensions] as number) + 1;
  }
  return vector;
}

/** An OpenAI-compatible endpoint for embeddings on this machine, for tests. */
export class EmbeddingsServer {
  readonly #server: Server;
  /** Texts that it was asked for, in order, and the keys that came with them. */
  readonly asked: string[] = [];
  readonly keys = new Set<string | undefined>();
  mood: EndpointMood = 'well';

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Listens on a free port of the loopback address. */
  static async open(): Promise<EmbeddingsServer> {
    const endpoint = new EmbeddingsServer();
    await new Promise<void>((resolve) => endpoint.#server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  /** Its base, as `--embedding-url` takes it. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request) body += part;
    const { input } = JSON.parse(body) as { input: string[] };
    this.asked.push(...input);
    this.keys.add(request.headers.authorization);
    if (this.mood === 'silent') return;
    const status = { down: 503, refusing: 400 }[this.mood as string] ?? (request.url === '/v1/embeddings' ? 200 : 404);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(
      this.mood === 'garbage' ? '{"data": [{"embedding": ["x"' : JSON.stringify({ data: this.#data(input) }),
    );
  }

  /** From the last to the first, since only `index` says which is which. */
  #data(input: string[]): { index: number; embedding: number[] }[] {
    const dimensions = this.mood === 'wrong length' ? 32 : 64;
    return input.map((text, index) => ({ index, embedding: meaning(text, dimensions) })).reverse();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
