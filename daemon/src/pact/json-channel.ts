import { string } from 'compact-encoding';
import type { Connection } from '../network/index.js';

/** Characters of one message between nodes; more closes the channel. */
const MESSAGE_CHARS_MAX = 16_384;
/** Messages a peer may send on one channel. */
const MESSAGES_MAX = 10_000;

/** An open channel. Sending on a closed one does nothing. */
export interface JsonChannel {
  send(message: object): void;
  close(): void;
}

/**
 * Opens a channel that carries JSON objects, the same on both sides. What a peer sends is bounded and parsed here; its fields
 * are still hostile to `onmessage`. Null when the connection is closed or the channel is open already.
 */
export function openJsonChannel(
  connection: Connection,
  name: { protocol: string; id?: Buffer },
  handlers: { onmessage(message: Record<string, unknown>, channel: JsonChannel): void; onclose?(): void },
): JsonChannel | null {
  let received = 0;
  const channel = connection.mux.createChannel({
    protocol: name.protocol,
    id: name.id ?? null,
    unique: true,
    onclose: () => handlers.onclose?.(),
  });
  if (!channel) return null;
  const words = channel.addMessage<string>({
    encoding: string as never,
    onmessage: (text) => {
      const message = ++received > MESSAGES_MAX || text.length > MESSAGE_CHARS_MAX ? null : parse(text);
      if (message) handlers.onmessage(message, json);
      else channel.close();
    },
  });
  const json: JsonChannel = {
    send: (message) => {
      if (!channel.closed) words.send(JSON.stringify(message));
    },
    close: () => channel.close(),
  };
  channel.open();
  return json;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
