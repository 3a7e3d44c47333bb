/**
 * Finds the daemon of this machine: environment and data directory. Node only, and harmless elsewhere: the built-in modules are
 * asked for at run time, so a bundler for browsers sees no import of them, and without them nothing is found.
 */

/** What `daemon.json` in the data directory says about the daemon that runs, or ran last, on it. */
export interface DaemonFile {
  /** The host token, 64 hex characters: everything is allowed with it. It stays the same over restarts. */
  apiToken: string;
  /** Null when the daemon was stopped. */
  url: string | null;
  /** Null when the daemon was stopped. */
  pid: number | null;
  node_key: string;
  handle: string;
  /** ISO 8601; null when the daemon was stopped. */
  started_at: string | null;
  version: string;
}

/** Where the daemon is and how to speak to it, as far as known. */
export interface Discovered {
  url?: string;
  token?: string;
}

/** What narrows the search; see {@link discover}. */
export interface DiscoveryOptions {
  url?: string;
  token?: string;
  dataDir?: string;
}

/**
 * The directory that is used when none is named: `CONCORDAT_DATA_DIR`, else `~/.concordat`. Empty outside Node.
 */
export function defaultDataDir(): string {
  const fromEnvironment = environment('CONCORDAT_DATA_DIR');
  if (fromEnvironment !== undefined) return fromEnvironment;
  const os = builtin<typeof import('node:os')>('node:os');
  const path = builtin<typeof import('node:path')>('node:path');
  return os && path ? path.join(os.homedir(), '.concordat') : '';
}

/**
 * Reads `<dataDir>/daemon.json`.
 * @returns undefined when there is none, when it cannot be read, or when it is half-written
 */
export function readDaemonFile(dataDir: string): DaemonFile | undefined {
  const fs = builtin<typeof import('node:fs')>('node:fs');
  const path = builtin<typeof import('node:path')>('node:path');
  if (!fs || !path || dataDir === '') return undefined;
  try {
    const file: unknown = JSON.parse(fs.readFileSync(path.join(dataDir, 'daemon.json'), 'utf8'));
    return isDaemonFile(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Address and token. What the caller gives wins over the environment, the environment over the default data directory:
 * the address is `url`, else that of the given `dataDir`, else `CONCORDAT_URL`, else that of the default data directory; the token is
 * `token`, else `CONCORDAT_TOKEN`, else the one in the daemon.json that has the same address. A host token is never sent elsewhere.
 */
export function discover(options: DiscoveryOptions = {}): Discovered {
  const file = readDaemonFile(options.dataDir ?? defaultDataDir());
  const named = options.url ?? (options.dataDir === undefined ? environment('CONCORDAT_URL') : undefined);
  const url = named ?? file?.url ?? undefined;
  const token =
    options.token ?? environment('CONCORDAT_TOKEN') ?? (file && sameAddress(url, file.url) ? file.apiToken : undefined);
  return { ...(url === undefined ? {} : { url }), ...(token === undefined ? {} : { token }) };
}

/** An empty variable counts as not set, as is the custom. */
function environment(name: string): string | undefined {
  if (typeof process === 'undefined') return undefined;
  return process.env?.[name] || undefined;
}

function builtin<M>(name: string): M | undefined {
  if (typeof process === 'undefined') return undefined;
  return process.getBuiltinModule?.(name) as M | undefined;
}

/** `localhost` and `127.0.0.1` are the same daemon when the ports are equal. */
function sameAddress(a: string | undefined, b: string | null): boolean {
  return a !== undefined && b !== null && URL.canParse(a) && URL.canParse(b) && loopbackOrigin(a) === loopbackOrigin(b);
}

function loopbackOrigin(text: string): string {
  const url = new URL(text);
  if (url.hostname === 'localhost' || url.hostname === '[::1]') url.hostname = '127.0.0.1';
  return url.origin;
}

function isDaemonFile(value: unknown): value is DaemonFile {
  if (typeof value !== 'object' || value === null) return false;
  const { apiToken, url } = value as Partial<DaemonFile>;
  return typeof apiToken === 'string' && (url === null || (typeof url === 'string' && URL.canParse(url)));
}
