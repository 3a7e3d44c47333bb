import { parseArgs } from 'node:util';
import { formatAddress, openBootstrapper, parseAddress } from './network/index.js';

const USAGE = `usage: concordat bootstrap [--host <IPv4>] [--port <port>]

Runs a bootstrap node, through which daemons of a private network find each other without the public DHT.
  --host  address that the other nodes reach this machine at (default 127.0.0.1: this machine only)
  --port  UDP port (default 49737; 0: any free one)
`;

/** Exit code for wrong flags, as of the command. */
const EXIT_USAGE = 2;

/** Says what is wrong in one line and ends the program. */
function fail(error: unknown, exitCode: number): never {
  process.stderr.write(`concordat bootstrap: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(exitCode);
}

/** The flags, or null when help is asked for. Throws an Error of one line. */
function readFlags(args: string[]): { host: string; port: number } | null {
  const { values } = parseArgs({
    args,
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '49737' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  if (values.port === '0') return { host: values.host, port: 0 };
  return parseAddress(`${values.host}:${values.port}`);
}

let flags: ReturnType<typeof readFlags>;
try {
  flags = readFlags(process.argv.slice(2));
} catch (error) {
  fail(error, EXIT_USAGE);
}
if (flags === null) {
  process.stdout.write(USAGE);
} else {
  const node = await openBootstrapper(flags).catch((error: unknown) => fail(error, 1));
  const at = formatAddress(node.address);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void node.close().then(() => process.exit(0)));
  }
  // Last: whoever reads it may end this at once.
  process.stdout.write(`bootstrap node on ${at}: start daemons with --bootstrap ${at}, or CONCORDAT_BOOTSTRAP=${at}\n`);
}
