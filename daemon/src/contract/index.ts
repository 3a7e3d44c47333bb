/**
 * The contract at work: openapi.yaml as data and as types, and the routes that follow from it. Requests that break it are refused with a sentence that
 * names the field and what is allowed; handlers that break it do not compile.
 */
export {
  type ContractDocument,
  type Operation,
  type RequiredScope,
  type Schema,
  contract,
  operationsOf,
} from './document.js';
export type { Call, Frame, Handler, Handlers, Schemas } from './handlers.js';
export { registerContract } from './registrar.js';
