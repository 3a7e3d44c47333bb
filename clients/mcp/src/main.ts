/** The command `concordat-mcp`: an MCP server on stdio. */
import { parseArgs } from 'node:util';
import { serve } from './stdio.js';
import { SERVER_INFO } from './version.js';

const HELP = `Usage: concordat-mcp [options]

Serves the daemon of this machine to an MCP client over stdin and stdout.

  --agent <name>      name of the agent that this client is; what the client calls itself when left out
  --pact <alias>      the pact that is meant when a tool call names none; the node's current one when left out
  --preset <preset>   full (default): all tools; core: the five that matter most, in 2,000 bytes
  --url <url>         address of the daemon (CONCORDAT_URL)
  --data-dir <path>   data directory of the daemon (CONCORDAT_DATA_DIR)
  --help, --version

CONCORDAT_TOKEN, when set, is the token of the agent. Otherwise the server mints an agent with the host token of the data directory.
`;

/** Runs the command; sets the exit code 2 when an argument is wrong. */
export const run = async (argv: readonly string[]): Promise<void> => {
  const options = parse(argv);
  if (!options) return;
  const { agent, pact, url, preset = 'full', 'data-dir': dataDir, help, version } = options;
  if (help) return void process.stdout.write(HELP);
  if (version) return void process.stdout.write(`${SERVER_INFO.version}\n`);
  if (preset !== 'core' && preset !== 'full') return complain(`--preset is core or full, not ${preset}`);
  await serve({ preset, agent, pact, url, dataDir });
  // A client that reads nothing any more must not keep the process.
  process.exit(0);
};

const complain = (message: string): void => {
  process.stderr.write(`concordat-mcp: ${message}\n${HELP}`);
  process.exitCode = 2;
};

const parse = (argv: readonly string[]) => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: { agent: text, pact: text, preset: text, url: text, 'data-dir': text, help: flag, version: flag },
    }).values;
  } catch (error) {
    return complain((error as Error).message);
  }
};
