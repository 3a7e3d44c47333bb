import http from 'node:http';
import { until } from './until.js';

/** One frame of a `text/event-stream`. Comments (heartbeats) are counted, not kept. */
export interface Frame {
  id: string | null;
  event: string;
  data: any;
}

/** A reader of `GET /v1/events`: collects frames until it is closed. */
export class EventReader {
  readonly frames: Frame[] = [];
  /** Comment lines seen, such as heartbeats. */
  comments = 0;
  status = 0;
  /** True once the server ended the stream or the connection broke. */
  ended = false;
  #request: http.ClientRequest | null = null;
  #response: http.IncomingMessage | null = null;
  #listeners = new Set<(frame: Frame) => void>();

  /**
   * Opens the stream and resolves when the daemon has answered.
   * @param path with query, such as `/v1/events?pact=main`
   * @param lastEventId cursor to resume after
   */
  static open(url: URL, path: string, token: string | null, lastEventId?: string | null): Promise<EventReader> {
    const reader = new EventReader();
    return new Promise((resolve, reject) => {
      const headers: Record<string, string> = { accept: 'text/event-stream' };
      if (token !== null) headers.authorization = `Bearer ${token}`;
      if (lastEventId) headers['last-event-id'] = lastEventId;
      const request = http.get({ host: url.hostname, port: url.port, path, headers, agent: false }, (response) => {
        reader.status = response.statusCode ?? 0;
        reader.#response = response;
        response.setEncoding('utf8');
        let rest = '';
        response.on('data', (chunk: string) => {
          rest += chunk;
          for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
            reader.#take(rest.slice(0, end));
            rest = rest.slice(end + 2);
          }
        });
        const over = () => {
          reader.ended = true;
        };
        response.on('end', over);
        response.on('close', over);
        response.on('error', over);
        resolve(reader);
      });
      reader.#request = request;
      request.on('error', (error) => {
        reader.ended = true;
        reject(error);
      });
    });
  }

  #take(text: string): void {
    const frame: Frame = { id: null, event: 'message', data: null };
    const data: string[] = [];
    for (const line of text.split('\n')) {
      if (line.startsWith(':')) this.comments++;
      else if (line.startsWith('id:')) frame.id = line.slice(3).trim();
      else if (line.startsWith('event:')) frame.event = line.slice(6).trim();
      else if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
    }
    if (data.length === 0) return;
    frame.data = JSON.parse(data.join('\n'));
    this.frames.push(frame);
    for (const listener of this.#listeners) listener(frame);
  }

  /** Calls `listener` for every frame from now on. */
  onFrame(listener: (frame: Frame) => void): void {
    this.#listeners.add(listener);
  }

  /** Cursor of the last frame that had one. */
  get lastId(): string | null {
    return this.frames.findLast((frame) => frame.id !== null)?.id ?? null;
  }

  /** The first frame, now or later, for which `fits` holds. */
  async find(what: string, fits: (frame: Frame) => boolean, deadline_ms = 10_000): Promise<Frame> {
    return until(() => this.frames.find(fits), { what: `an event arrives: ${what}`, deadline_ms });
  }

  /** Stops taking bytes from the connection, as a client does that is busy with something else. */
  pause(): void {
    this.#response?.pause();
  }
  resume(): void {
    this.#response?.resume();
  }

  close(): void {
    this.#request?.destroy();
  }
}

/** Id of the entry that a frame speaks of, or null. */
export const entryOf = (frame: Frame): string | null => frame.data?.entry?.id ?? frame.data?.id ?? null;
