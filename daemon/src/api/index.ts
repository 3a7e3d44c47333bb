/** The HTTP API: the contract's operations, each a thin call on a part below, behind one guard. */
export { buildApp } from './app.js';
export type { AgentRegistry, AgentSummary, Parts } from './parts.js';
