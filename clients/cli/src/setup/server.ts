/** How a tool starts the MCP server. No token is part of it: the server finds daemon.json itself, as every client of this machine does. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ServerCommand, ToolScope } from './tools.js';

const PACKAGE = '@concordat/mcp';

/** Beside this package in a clone of the project; nothing stands there when the command was installed from a registry. */
const CLONE = new URL('../../../mcp/bin/concordat-mcp.js', import.meta.url);

/** What decides which command it is. */
export interface ServerChoice {
  scope: ToolScope;
  /** Through npx even from a clone. */
  npx: boolean;
  platform: NodeJS.Platform;
  /** For the server itself, behind what starts it. */
  flags: readonly string[];
}

/**
 * From a clone, the server of the clone, run by this Node. Otherwise, and always in a file that other people share, `npx -y @concordat/mcp`.
 * On Windows the shell starts npx, because it is a script there.
 */
export function serverCommand({ scope, npx, platform, flags }: ServerChoice): ServerCommand {
  const clone = fileURLToPath(CLONE);
  if (!npx && scope === 'user' && existsSync(clone)) return { command: process.execPath, args: [clone, ...flags] };
  const args = ['-y', PACKAGE, ...flags];
  if (platform === 'win32' && scope === 'user') return { command: 'cmd', args: ['/c', 'npx', ...args] };
  return { command: 'npx', args };
}
