import { LIMITS } from '../config.js';
import type { EmbeddingEndpoint } from './messages.js';

/** Answer that is read at most: a batch of the longest vectors, written with all digits. */
const ANSWER_MAX_BYTES = 8 * 1024 * 1024;
/** After a failure the endpoint is left alone, twice as long with each that follows. */
const PAUSE_MS = 1_000;
const PAUSE_MAX_MS = 60_000;

/** Why there are no vectors. `refused`: these texts will never get any; else the endpoint may be well again later. */
export class EndpointFault extends Error {
  constructor(
    message: string,
    readonly refused = false,
  ) {
    super(message);
  }
}

/**
 * An OpenAI-compatible endpoint for embeddings. Nothing that it says is trusted: redirects are not followed, an answer is read up to a limit,
 * and only as many vectors of numbers as were asked for, all of one length, count.
 */
export class Endpoint {
  readonly #options: EmbeddingEndpoint;
  #failures = 0;
  /** When it may be asked again, by `performance.now()`. */
  usable_at = 0;

  constructor(options: EmbeddingEndpoint) {
    this.#options = options;
  }

  /** Is it left alone after failures? */
  get down(): boolean {
    return this.#failures > 0;
  }

  /** Vectors of some texts, in their order. Throws {@link EndpointFault}. */
  async embed(texts: readonly string[], timeout_ms: number): Promise<number[][]> {
    if (performance.now() < this.usable_at) throw new EndpointFault('the endpoint failed a moment ago');
    try {
      const vectors = vectorsOf(await this.#ask(texts, timeout_ms), texts.length);
      this.#failures = 0;
      return vectors;
    } catch (error) {
      if (error instanceof EndpointFault && error.refused) throw error;
      this.usable_at = performance.now() + Math.min(PAUSE_MAX_MS, PAUSE_MS * 2 ** this.#failures++);
      throw error instanceof EndpointFault ? error : new EndpointFault((error as Error).message);
    }
  }

  async #ask(texts: readonly string[], timeout_ms: number): Promise<unknown> {
    const { url, model, key } = this.#options;
    const response = await fetch(`${url}/embeddings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ model, input: texts, encoding_format: 'float' }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeout_ms),
    });
    const text = await limited(response);
    // These name the request; others, such as a wrong key, too many requests or no such model, the moment.
    const refused = [400, 413, 422].includes(response.status);
    if (!response.ok) throw new EndpointFault(`the endpoint answered ${response.status}`, refused);
    return JSON.parse(text);
  }
}

async function limited(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > ANSWER_MAX_BYTES) throw new EndpointFault(`the answer is longer than ${ANSWER_MAX_BYTES} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isVector = (value: unknown): value is number[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= LIMITS.embedding_dimensions_max &&
  value.every((number) => typeof number === 'number' && Number.isFinite(number));

/** `{data: [{index, embedding}]}` in the order of what was asked. */
function vectorsOf(answer: unknown, count: number): number[][] {
  const data = isRecord(answer) && Array.isArray(answer.data) ? answer.data : [];
  const vectors: (number[] | undefined)[] = Array.from({ length: count });
  for (const [i, one] of data.entries()) {
    const { index = i, embedding } = isRecord(one) ? one : {};
    if (typeof index === 'number' && index in vectors && isVector(embedding)) vectors[index] = embedding;
  }
  const whole = vectors.filter((vector) => vector !== undefined && vector.length === vectors[0]?.length);
  if (data.length !== count || whole.length !== count)
    throw new EndpointFault(`the endpoint did not answer ${count} vectors of one length`);
  return whole as number[][];
}
