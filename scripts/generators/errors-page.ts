/** From the registry of error codes: the table of docs/errors.md. */
import { ERRORS } from '../../daemon/src/errors.js';
import { type Outputs, readSource, withPart } from './output.js';

const PAGE = 'docs/errors.md';

/** Text for a table cell of Markdown. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** Every code of the registry with its status, what went wrong and what to do, as a table. */
export const errorsTable = (): string => {
  const rows = Object.entries(ERRORS).map(([code, { status, message, hint }]) => [
    `\`${code}\``,
    String(status),
    message,
    hint,
  ]);
  return table(['code', 'status', 'what went wrong', 'what to do'], rows);
};

export const errorsPage = (): Outputs => new Map([[PAGE, withPart(readSource(PAGE), 'errors', errorsTable())]]);
