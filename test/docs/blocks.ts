/** The commands that the documents tell people to run. */
import { read } from '../house/tree.js';

/** One fenced `sh` block of a document. */
export interface Block {
  readonly path: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly commands: string;
  /** Lines of the `text` block right after it: each must appear in the output in this order, `…` standing for anything. */
  readonly expected: readonly string[];
  /** Why it cannot run in a test, from `<!-- no-run: reason -->` right above it. */
  readonly noRun: string | undefined;
}

interface Fence {
  readonly language: string;
  readonly line: number;
  readonly end: number;
  readonly text: readonly string[];
  readonly before: string;
}

const fences = (text: string): Fence[] => {
  const lines = text.split('\n');
  const found: Fence[] = [];
  for (let index = 0; index < lines.length; index++) {
    const language = /^```(\w*)\s*$/.exec(lines[index] ?? '')?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf('```', index + 1);
    if (end < 0) throw new Error(`the block that opens on line ${index + 1} is never closed`);
    const before = lines.slice(0, index).findLast((line) => line.trim() !== '') ?? '';
    found.push({ language, line: index + 1, end: end + 1, text: lines.slice(index + 1, end), before });
    index = end;
  }
  return found;
};

/** Every `sh` block of the document at `path`, in order. */
export const blocksOf = (path: string): Block[] => {
  const text = read(path);
  const lines = text.split('\n');
  const all = fences(text);
  return all.flatMap((fence, index) => {
    if (fence.language !== 'sh') return [];
    const next = all[index + 1];
    const follows =
      next?.language === 'text' && lines.slice(fence.end, next.line - 1).every((line) => line.trim() === '');
    return [
      {
        path,
        line: fence.line,
        commands: fence.text.join('\n'),
        expected: follows ? next.text : [],
        noRun: /^<!-- no-run: (.+) -->$/.exec(fence.before)?.[1],
      },
    ];
  });
};

/** Does `output` hold the expected lines in order? Answers the first that is missing. */
export const firstMissing = (output: string, expected: readonly string[]): string | undefined => {
  let rest = output.split('\n');
  for (const line of expected.filter((text) => text.trim() !== '' && text.trim() !== '…')) {
    const escaped = line
      .trim()
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = new RegExp(`^\\s*${escaped.join('.*')}\\s*$`);
    const at = rest.findIndex((text) => pattern.test(text));
    if (at < 0) return line;
    rest = rest.slice(at + 1);
  }
  return undefined;
};
