import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SseFrame, readFrames } from '../src/sse.js';

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const cut of [...new Set(cuts)].sort((a, b) => a - b)) {
    yield bytes.subarray(start, cut);
    start = cut;
  }
  yield bytes.subarray(start);
}

async function framesOf(text: string, cuts: readonly number[] = []): Promise<SseFrame[]> {
  const frames: SseFrame[] = [];
  for await (const frame of readFrames(pieces(new TextEncoder().encode(text), cuts))) frames.push(frame);
  return frames;
}

describe('readFrames', () => {
  it('reads id, event and data of each block', async () => {
    expect(await framesOf('id: 7\nevent: entry-applied\ndata: {"a":1}\n\ndata: x\n\n')).toEqual([
      { id: '7', event: 'entry-applied', data: '{"a":1}' },
      { id: '7', event: 'message', data: 'x' },
    ]);
  });

  it('joins several data lines, and skips comments and unknown fields', async () => {
    expect(await framesOf(': beat\n\ndata: one\ndata:two\nretry: 5\n\n')).toEqual([
      { id: undefined, event: 'message', data: 'one\ntwo' },
    ]);
  });

  it('gives a block that only moves the id, so that a resume starts behind it', async () => {
    expect(await framesOf('id: 9\n\n')).toEqual([{ id: '9', event: 'message', data: undefined }]);
  });

  it('drops a block that the connection cut off', async () => {
    expect(await framesOf('data: whole\n\ndata: half\n')).toEqual([{ id: undefined, event: 'message', data: 'whole' }]);
  });

  it('gives the same frames however the bytes are cut and whatever ends the lines', async () => {
    const stream = 'id: 1\nevent: a\ndata: ü€😀\n\n: beat\n\nid: 2\ndata: x\ndata: y\n\n';
    const expected = await framesOf(stream);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(new TextEncoder().encode(stream).length), { maxLength: 12 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (cuts, end) => {
          expect(await framesOf(stream.replaceAll('\n', end) + (end === '\r' ? ':\r' : ''), cuts)).toEqual(expected);
        },
      ),
    );
  });
});
