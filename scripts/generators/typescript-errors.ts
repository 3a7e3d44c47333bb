/** From the registry of error codes: one class a code for the TypeScript client. */
import { ERRORS } from '../../daemon/src/errors.js';
import type { Outputs } from './output.js';

const BANNER =
  'Generated from daemon/src/errors.ts by scripts/generate. Do not edit: change the registry and run it again.';

/** `TASK_ALREADY_CLAIMED` becomes `TaskAlreadyClaimedError`. */
const className = (code: string): string =>
  `${code.toLowerCase().replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Error`;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

export const typescriptErrors = (): Outputs => {
  const codes = Object.entries(ERRORS);
  const classes = codes.map(
    ([code, { status, message, hint }]) => `/** ${status} ${code}: ${message}. ${sentence(hint)}. */
export class ${className(code)} extends ConcordatApiError {
  declare readonly code: '${code}';
  declare readonly status: ${status};
}
`,
  );
  const text = `// ${BANNER}
import { ConcordatApiError } from '../api-error.js';

${classes.join('\n')}
/** The class of each error code of the contract. */
export const ERROR_CLASSES = {
${codes.map(([code]) => `  ${code}: ${className(code)},\n`).join('')}} as const;

/** An error code of the contract. */
export type ApiErrorCode = keyof typeof ERROR_CLASSES;

/** An error answer of the daemon, told apart by its \`code\`. */
export type ContractError = InstanceType<(typeof ERROR_CLASSES)[ApiErrorCode]>;
`;
  return new Map([['clients/typescript/src/generated/errors.ts', text]]);
};
