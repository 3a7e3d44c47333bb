/** From the registry of error codes: the table of docs/errors.md. */
import { ERRORS } from '../../daemon/src/errors.js';
import { type Outputs, readSource, withPart } from './output.js';

const PAGE = 'docs/errors.md';

/** Text for a table cell of Markdown. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

export const errorsPage = (): Outputs => {
  const rows = Object.entries(ERRORS).map(([code, { status, message, hint }]) => [
    `\`${code}\``,
    String(status),
    message,
    hint,
  ]);
  const errors = table(['code', 'status', 'what went wrong', 'what to do'], rows);
  return new Map([[PAGE, withPart(readSource(PAGE), 'errors', errors)]]);
};
