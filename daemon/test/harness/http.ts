import http from 'node:http';

/** What came back. `body` is the parsed JSON, or the text when it is not JSON; test/contract holds its types, process tests look at values. */
export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: any;
  text: string;
  /** ms from sending to the last byte. */
  took_ms: number;
}

export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, with `content-type: application/json` unless `headers` says otherwise. */
  raw?: string | Buffer;
  /** Added to, or (with null) taken from, the usual headers. */
  headers?: Record<string, string | null>;
  /** ms; default 30,000. */
  deadline_ms?: number;
  signal?: AbortSignal;
}

/** A caller of one daemon: keep-alive connections and a bearer token. */
export class Client {
  readonly #where: () => URL;
  readonly #token: () => string | null;
  readonly #agent: http.Agent;

  constructor(where: () => URL, token: () => string | null, agent: http.Agent) {
    this.#where = where;
    this.#token = token;
    this.#agent = agent;
  }

  /** The same daemon with another token, or none. */
  as(token: string | null): Client {
    return new Client(this.#where, () => token, this.#agent);
  }

  request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const url = this.#where();
    const token = this.#token();
    const data = options.raw ?? (options.body === undefined ? null : JSON.stringify(options.body));
    const headers: Record<string, string> = {};
    if (token !== null) headers.authorization = `Bearer ${token}`;
    if (data !== null) {
      headers['content-type'] = 'application/json';
      headers['content-length'] = String(Buffer.byteLength(data));
    }
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      if (value === null) delete headers[name];
      else headers[name] = value;
    }
    const deadline_ms = options.deadline_ms ?? 30_000;
    const started = performance.now();
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          host: url.hostname,
          port: url.port,
          method,
          path,
          headers,
          agent: this.#agent,
          ...(options.signal ? { signal: options.signal } : {}),
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('error', reject);
          response.on('end', () => {
            let body: any = text;
            if ((response.headers['content-type'] ?? '').includes('json')) {
              try {
                body = JSON.parse(text);
              } catch {
                body = text;
              }
            }
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body,
              text,
              took_ms: performance.now() - started,
            });
          });
        },
      );
      request.setTimeout(deadline_ms, () =>
        request.destroy(new Error(`${method} ${path}: no answer in ${deadline_ms} ms`)),
      );
      request.on('error', reject);
      if (data !== null) request.write(data);
      request.end();
    });
  }

  get(path: string, options?: RequestOptions): Promise<Answer> {
    return this.request('GET', path, options);
  }
  post(path: string, body: unknown = {}, options?: RequestOptions): Promise<Answer> {
    return this.request('POST', path, { ...options, body });
  }
  put(path: string, body: unknown = {}, options?: RequestOptions): Promise<Answer> {
    return this.request('PUT', path, { ...options, body });
  }
  delete(path: string, body?: unknown, options?: RequestOptions): Promise<Answer> {
    return this.request('DELETE', path, { ...options, ...(body === undefined ? {} : { body }) });
  }

  /** The body of an answer that must have this status; throws with request and answer when it has another. */
  async must(status: number, method: string, path: string, body?: unknown, options?: RequestOptions): Promise<any> {
    const answer = await this.request(method, path, { ...options, ...(body === undefined ? {} : { body }) });
    if (answer.status !== status) {
      throw new Error(
        `${method} ${path} ${body === undefined ? '' : JSON.stringify(body).slice(0, 300)}: expected ${status}, got ${answer.status} ${answer.text.slice(0, 1000)}`,
      );
    }
    return answer.body;
  }
}

/** A pool of keep-alive connections for one daemon. */
export const keepAlive = (): http.Agent => new http.Agent({ keepAlive: true, maxSockets: 256 });
