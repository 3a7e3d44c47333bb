/** One block of a `text/event-stream`. */
export interface SseFrame {
  /** The last event id that the stream has set, also by an earlier block. */
  id: string | undefined;
  /** `message` when the stream does not say. */
  event: string;
  /** Undefined for a block without data: it only moves the id. */
  data: string | undefined;
}

/**
 * Splits a `text/event-stream` body into its blocks, as the HTML standard says in "server-sent events" (lines end in CR, LF or CRLF,
 * several `data` lines are joined, comments are skipped, an unfinished block at the end is dropped).
 * @param onChunk called for whatever arrives, comments included: a sign of life
 */
export async function* readFrames(
  body: AsyncIterable<Uint8Array>,
  onChunk: () => void = () => {},
): AsyncGenerator<SseFrame> {
  const decoder = new TextDecoder();
  let rest = '';
  let id: string | undefined;
  let event = '';
  let data: string[] = [];
  let touched = false;
  for await (const chunk of body) {
    onChunk();
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (touched) yield { id, event: event || 'message', data: data.length > 0 ? data.join('\n') : undefined };
        event = '';
        data = [];
        touched = false;
        continue;
      }
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'id' && !value.includes('\0')) id = value;
      else if (field === 'event') event = value;
      else if (field === 'data') data.push(value);
      else continue;
      touched = true;
    }
  }
}
