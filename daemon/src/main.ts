import { setFlagsFromString } from 'node:v8';
import { destination, pino } from 'pino';
import { ConfigError, loadConfig } from './config.js';
import { type Daemon, startDaemon } from './daemon.js';
import { acceptTestControl, testProtocol } from './test-control.js';

const CLOSE_MS = 5_000;
/**
 * How far the heap of each thread may grow past what lives in it before it is looked through, in percent. By itself V8 lets it grow to four times
 * that where the machine has much memory: 30 MB that lived under writes took 110 (measured).
 */
const HEAP_GROWTH_PERCENT = 100;

/** Says why the daemon does not run, in one line, and ends. */
function fail(error: unknown): never {
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number };
  const text =
    code === 'EADDRINUSE'
      ? `port ${port} is in use by another program; choose another with --port, or 0 for any free one`
      : message;
  process.stderr.write(`concordat: ${text}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
}

async function run(): Promise<void> {
  const invocation = loadConfig(process.argv.slice(2), process.env);
  if (invocation.action === 'help') {
    process.stdout.write(invocation.text);
    return;
  }
  const { config } = invocation;
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  // Everything that this process makes is its owner's alone, also what libraries write.
  process.umask(0o077);
  const logger = pino(
    {
      level: config.log_level,
      redact: {
        paths: ['req.headers.authorization', '*.token', '*.apiToken', '*.encryption_key', '*.seed'],
        censor: '(hidden)',
      },
    },
    destination({ dest: config.log_file ?? 1, mkdir: true, sync: false }),
  );
  let isStopping = false;
  let serving = startDaemon(config, logger, testProtocol());
  const stop = (signal: string): void => {
    isStopping = true;
    logger.info({ signal }, 'the daemon is stopping');
    // A part that hangs must not keep the process: what was acknowledged is on disk already.
    setTimeout(() => process.exit(1), CLOSE_MS).unref();
    end(serving).catch(fail);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  /** Starts over when the tables are damaged, at the same address, since nothing but the log can say what they said. */
  const watch = async (daemon: Daemon): Promise<void> => {
    await daemon.damaged;
    if (isStopping) return;
    const port = Number(new URL(daemon.url).port);
    serving = daemon.close().then(() => startDaemon({ ...config, port }, logger, testProtocol()));
    await watch(await serving);
  };
  const first = await serving;
  watch(first).catch(fail);
  acceptTestControl(() => serving, first.url);
}

/** Ends the process; one that is still starting does that first, since it answers already. */
async function end(serving: Promise<Daemon>): Promise<void> {
  const daemon = await serving;
  await daemon.close();
  process.exit(0);
}

run().catch(fail);
