/**
 * The MCP server of Concordat. One surface of tools, resources and prompts over `@concordat/client`, on stdio by `serve`, and over HTTP by
 * `createMcpHttp` of `@concordat/mcp/http`, which the daemon mounts at `/mcp`.
 */
export { serve, type StdioOptions } from './stdio.js';
export { type Preset, type Tool, toolsOf } from './tools.js';
