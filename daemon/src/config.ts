/**
 * Every option of the daemon and every limit, once. The help text, the environment names and docs/configuration.md follow from these tables.
 */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** A UDP or TCP address. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** A node and where to dial it, `<64 hex>@host:port` on the command line. */
export interface StaticPeer {
  readonly node_key: string;
  readonly address: HostPort;
}

/** Where nodes find each other: nowhere, the public DHT, or a private one. */
export type Bootstrap = 'none' | 'public' | readonly HostPort[];

/** How much is logged, most important first. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

interface Option<T> {
  /** Long flag without the dashes. */
  readonly flag: string;
  /** Environment variable; a flag wins over it. */
  readonly env: string | null;
  /** What stands for the value in the help text. */
  readonly placeholder: string;
  /** The default as people write it. */
  readonly default_text: string;
  readonly doc: string;
  /** May be given more than once; in the environment, separated by commas. */
  readonly repeatable: boolean;
  readonly for_tests: boolean;
  readonly fallback: () => T;
  /** Throws Error with what is allowed when a value does not fit. */
  readonly parse: (texts: readonly string[]) => T;
}

type OptionInput<T> = Omit<Option<T>, 'repeatable' | 'for_tests' | 'parse'> & {
  readonly parse: (text: string) => T;
  readonly for_tests?: boolean;
};

const single = <T>({ parse, ...rest }: OptionInput<T>): Option<T> => ({
  for_tests: false,
  ...rest,
  repeatable: false,
  parse: (texts) => parse(texts[texts.length - 1] ?? ''),
});

const list = <T>({ parse, ...rest }: Omit<OptionInput<T>, 'fallback' | 'default_text'>): Option<readonly T[]> => ({
  for_tests: false,
  ...rest,
  default_text: 'none',
  fallback: () => [],
  repeatable: true,
  parse: (texts) => texts.map(parse),
});

const integer =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^[0-9]+$/.test(text) || value < min || value > max) throw new Error(`a whole number from ${min} to ${max}`);
    return value;
  };

const nonEmpty = (text: string): string => {
  if (text.trim() === '') throw new Error('a text that is not empty');
  return text;
};

const port = integer(0, 65535);

const hostPort = (text: string): HostPort => {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]@,]+)):([0-9]{1,5})$/.exec(text);
  const number = Number(match?.[3]);
  if (!match || number < 1 || number > 65535) throw new Error('host:port');
  return { host: (match[1] ?? match[2]) as string, port: number };
};

/**
 * Reads `<64 hex>@host:port`, as `--peer` and POST /v1/peers take it; an IPv6 host stands in brackets.
 * @throws Error whose message says what is allowed
 */
export const parsePeer = (text: string): StaticPeer => {
  const at = text.indexOf('@');
  const node_key = text.slice(0, at).toLowerCase();
  if (at !== 64 || !/^[0-9a-f]{64}$/.test(node_key)) throw new Error('<node key, 64 hex>@host:port');
  try {
    return { node_key, address: hostPort(text.slice(at + 1)) };
  } catch {
    throw new Error('<node key, 64 hex>@host:port');
  }
};

const bootstrap = (text: string): Bootstrap => {
  if (text === 'none' || text === 'public') return text;
  try {
    return text.split(',').map((part) => hostPort(part.trim()));
  } catch {
    throw new Error('none, public, or host:port,host:port,...');
  }
};

const logLevel = (text: string): LogLevel => {
  const level = LOG_LEVELS.find((known) => known === text);
  if (!level) throw new Error(LOG_LEVELS.join(', '));
  return level;
};

const origin = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.origin === 'null' || url.origin !== text.replace(/\/$/, '').toLowerCase()) {
    throw new Error('an origin such as http://localhost:5173');
  }
  return url.origin;
};

const hostName = (text: string): string => {
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?$/i.test(text))
    throw new Error('a host name, with or without a port');
  return text.toLowerCase();
};

const modelName = (text: string): string => {
  if (text.trim() === '' || text.length > LIMITS.embedding_model_max_chars)
    throw new Error(`a name of 1 to ${LIMITS.embedding_model_max_chars} characters`);
  return text;
};

const LOOPBACK = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/;

/** What entries say is sent there: in the clear only to this machine. */
const embeddingUrl = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (!url || !safe || url.username || url.password || url.search || url.hash)
    throw new Error('an https URL, or an http URL of this machine, such as http://127.0.0.1:11434/v1');
  return url.href.replace(/\/+$/, '');
};

/** The options of the daemon, in the order of the help text. */
export const OPTIONS = {
  data_dir: single({
    flag: 'data-dir',
    env: 'CONCORDAT_DATA_DIR',
    placeholder: 'dir',
    default_text: '~/.concordat',
    doc: 'Directory that holds keys, tokens, logs and tables; one daemon at a time',
    fallback: () => join(homedir(), '.concordat'),
    parse: (text) => resolve(nonEmpty(text).replace(/^~(?=\/|$)/, homedir())),
  }),
  host: single({
    flag: 'host',
    env: 'CONCORDAT_HOST',
    placeholder: 'host',
    default_text: '127.0.0.1',
    doc: 'Address that the HTTP API listens on',
    fallback: () => '127.0.0.1',
    parse: nonEmpty,
  }),
  port: single({
    flag: 'port',
    env: 'CONCORDAT_PORT',
    placeholder: 'port',
    default_text: '7666',
    doc: 'TCP port of the HTTP API; 0 takes any free one',
    fallback: () => 7666,
    parse: port,
  }),
  p2p_host: single({
    flag: 'p2p-host',
    env: 'CONCORDAT_P2P_HOST',
    placeholder: 'host',
    default_text: '0.0.0.0',
    doc: 'Address that other nodes reach this one at',
    fallback: () => '0.0.0.0',
    parse: nonEmpty,
  }),
  p2p_port: single({
    flag: 'p2p-port',
    env: 'CONCORDAT_P2P_PORT',
    placeholder: 'port',
    default_text: '0',
    doc: 'UDP port for other nodes; 0 takes the one of the last run, or any free one',
    fallback: () => 0,
    parse: port,
  }),
  bootstrap: single<Bootstrap>({
    flag: 'bootstrap',
    env: 'CONCORDAT_BOOTSTRAP',
    placeholder: 'none|public|host:port,...',
    default_text: 'none',
    doc: 'DHT that finds other nodes: none, the public one, or the bootstrap nodes of a private one',
    fallback: () => 'none',
    parse: bootstrap,
  }),
  peers: list({
    flag: 'peer',
    env: 'CONCORDAT_PEER',
    placeholder: '<node key>@host:port',
    doc: 'Node to keep a connection to, without any DHT',
    parse: parsePeer,
  }),
  log_level: single<LogLevel>({
    flag: 'log-level',
    env: 'CONCORDAT_LOG_LEVEL',
    placeholder: 'level',
    default_text: 'info',
    doc: LOG_LEVELS.join(', '),
    fallback: () => 'info',
    parse: logLevel,
  }),
  log_file: single<string | null>({
    flag: 'log-file',
    env: 'CONCORDAT_LOG_FILE',
    placeholder: 'file',
    default_text: 'none',
    doc: 'File that the log goes to instead of the standard output',
    fallback: () => null,
    parse: (text) => resolve(nonEmpty(text)),
  }),
  allowed_hosts: list({
    flag: 'allowed-host',
    env: 'CONCORDAT_ALLOWED_HOST',
    placeholder: 'name[:port]',
    doc: 'Further Host header that is accepted; without a port, on any port',
    parse: hostName,
  }),
  allowed_origins: list({
    flag: 'allowed-origin',
    env: 'CONCORDAT_ALLOWED_ORIGIN',
    placeholder: 'origin',
    doc: 'Web page origin that may call the API from a browser',
    parse: origin,
  }),
  rate_per_s: single({
    flag: 'rate-per-s',
    env: 'CONCORDAT_RATE_PER_S',
    placeholder: 'requests',
    default_text: '2000',
    doc: 'Requests a second for each agent token; the host token has no limit',
    fallback: () => 2000,
    parse: integer(1, 1_000_000),
  }),
  rate_burst: single({
    flag: 'rate-burst',
    env: 'CONCORDAT_RATE_BURST',
    placeholder: 'requests',
    default_text: '10000',
    doc: 'Requests that an agent token may send at once after a pause',
    fallback: () => 10_000,
    parse: integer(1, 10_000_000),
  }),
  embedding_url: single<string | null>({
    flag: 'embedding-url',
    env: 'CONCORDAT_EMBEDDING_URL',
    placeholder: 'url',
    default_text: 'none',
    doc: 'Base URL of an OpenAI-compatible API that computes embeddings, such as http://127.0.0.1:11434/v1; it is sent the texts of entries and questions',
    fallback: () => null,
    parse: embeddingUrl,
  }),
  embedding_model: single<string | null>({
    flag: 'embedding-model',
    env: 'CONCORDAT_EMBEDDING_MODEL',
    placeholder: 'name',
    default_text: 'none',
    doc: 'Model of the embeddings; those of others are not compared',
    fallback: () => null,
    parse: modelName,
  }),
  embedding_key_file: single<string | null>({
    flag: 'embedding-key-file',
    env: 'CONCORDAT_EMBEDDING_KEY_FILE',
    placeholder: 'file',
    default_text: 'none',
    doc: 'File with the key that the embedding API asks for; only its owner may read it',
    fallback: () => null,
    parse: (text) => resolve(nonEmpty(text)),
  }),
  fault_fdatasync_delay_ms: single({
    flag: 'fault-fdatasync-delay-ms',
    env: null,
    placeholder: 'ms',
    default_text: '0',
    doc: 'Delays each sync to disk, to test what a crash in between does',
    for_tests: true,
    fallback: () => 0,
    parse: integer(0, 60_000),
  }),
};

type OptionName = keyof typeof OPTIONS;

/** The values of all {@link OPTIONS}. */
export type Config = { readonly [K in OptionName]: ReturnType<(typeof OPTIONS)[K]['fallback']> };

/** What the command line asks for: to run, or to print a text and leave. */
export type Invocation =
  | { readonly action: 'run'; readonly config: Config }
  | { readonly action: 'help'; readonly text: string };

/** An option that cannot be used. The message is one line that names it and says what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const optionEntries = Object.entries(OPTIONS) as [OptionName, Option<unknown>][];

const fromArguments = (argv: readonly string[]): Partial<Record<string, string[]>> => {
  const options = Object.fromEntries([
    ['help', { type: 'boolean' as const, short: 'h' }],
    ...optionEntries.map(([, option]) => [option.flag, { type: 'string' as const, multiple: true as const }] as const),
  ]);
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: false, strict: true }).values as Partial<
      Record<string, string[]>
    >;
  } catch (error) {
    const [sentence] = (error as Error).message.split(/[.\n]/);
    throw new ConfigError(`${sentence}; see --help`);
  }
};

/**
 * Reads the options: flags first, then the environment, then the defaults.
 * @param argv arguments after the script's name
 * @throws ConfigError when a flag is unknown or a value does not fit
 */
export const loadConfig = (argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Invocation => {
  const flags = fromArguments(argv);
  if (flags.help !== undefined) return { action: 'help', text: helpText() };
  const values = optionEntries.map(([name, option]) => {
    const fromFlag = flags[option.flag];
    const fromEnv = option.env === null ? undefined : env[option.env];
    if (fromFlag === undefined && (fromEnv === undefined || fromEnv === '')) return [name, option.fallback()];
    const texts =
      fromFlag ?? (option.repeatable ? (fromEnv as string).split(',').map((part) => part.trim()) : [fromEnv as string]);
    try {
      return [name, option.parse(texts)];
    } catch (error) {
      const source = fromFlag ? `--${option.flag}` : option.env;
      throw new ConfigError(`${source} is "${texts.join(',')}"; allowed: ${(error as Error).message}`);
    }
  });
  return { action: 'run', config: Object.fromEntries(values) as Config };
};

/** The text of `--help`. */
export const helpText = (): string => {
  const rows = optionEntries.map(([, option]) => {
    const notes = [
      `default ${option.default_text}`,
      ...(option.env ? [option.env] : []),
      ...(option.repeatable ? ['repeatable'] : []),
    ];
    const tests = option.for_tests ? 'For tests only. ' : '';
    return `  --${option.flag} <${option.placeholder}>\n        ${tests}${option.doc} (${notes.join(', ')})`;
  });
  return `Usage: node daemon/dist/bundle/main.js [options]\n\nOptions (a flag wins over its environment variable):\n${rows.join('\n')}\n  -h, --help\n        Print this text\n`;
};

interface Limit {
  readonly value: number;
  /** Why this number, or what happens past it. */
  readonly doc: string;
}

const limit = (value: number, doc: string): Limit => ({ value, doc });

/** The fixed limits, each with its unit in the name. {@link LIMITS} holds the bare numbers. */
export const LIMIT_TABLE = {
  http_body_max_bytes: limit(128 * 1024, 'Body of an HTTP request; past it 413 PAYLOAD_TOO_LARGE'),
  json_depth_max: limit(
    64,
    'Nesting of a JSON body; deeper ones could exhaust the stack of whoever writes them out again',
  ),
  request_receive_max_ms: limit(30_000, 'How long a client may take to send a request'),
  entry_payload_max_bytes: limit(64 * 1024, 'Payload of an entry as JSON; past it 413 PAYLOAD_TOO_LARGE'),
  list_max_rows: limit(1000, 'Rows of one page'),
  list_default_rows: limit(50, 'Rows of one page when `limit` is left out'),
  topic_max_chars: limit(200, 'Topic of a knowledge entry'),
  title_max_chars: limit(200, 'Title of a task'),
  display_name_max_chars: limit(64, 'Display name of a node'),
  refs_max: limit(32, 'References of one entry'),
  links_max: limit(16, 'Typed links of one entry'),
  search_max_rows: limit(100, 'Rows of one page of a search'),
  search_default_rows: limit(20, 'Rows of one page of a search when `limit` is left out'),
  embedding_dimensions_max: limit(4096, 'Numbers of one embedding'),
  embedding_model_max_chars: limit(100, 'Name of the model of an embedding'),
  vectors_max: limit(
    200_000,
    'Entries of a node that are compared by their embeddings; further ones are found by their words',
  ),
  vectors_max_bytes: limit(
    512 * 1024 * 1024,
    'Memory for embeddings: a byte a number; further entries are found by their words',
  ),
  search_max_ms: limit(5000, 'How long a search may take; past it 504 VIEW_TIMEOUT'),
  http_headers_max_bytes: limit(
    96 * 1024,
    'Path, query and headers of an HTTP request: a question of 10,000 characters fits, whatever its script',
  ),
  long_poll_max_s: limit(30, '`wait` of GET /changes and of a claim'),
  claim_wait_default_s: limit(2, '`wait` of a claim when it is left out'),
  claim_ttl_default_ms: limit(24 * 3600 * 1000, 'Lease of a claim when `ttl_ms` is left out, and the longest one'),
  claim_ttl_min_ms: limit(1000, 'Shortest lease of a claim'),
  invite_ttl_default_ms: limit(24 * 3600 * 1000, 'Life of an invite when `ttl_ms` is left out'),
  invite_ttl_max_ms: limit(365 * 24 * 3600 * 1000, 'Longest life of an invite'),
  sse_streams_max: limit(128, 'Event streams open at once; one more is answered 429 RATE_LIMITED'),
  sse_buffer_max_bytes: limit(1024 * 1024, 'Events waiting for one slow client; past it `lagged`, and the stream ends'),
  sse_stall_max_ms: limit(5000, 'How long a client with a full buffer may take before it counts as lagged'),
  sse_heartbeat_ms: limit(
    15_000,
    'Comment line in an idle event stream; proxies cut streams that are silent for longer',
  ),
  commit_ops_max: limit(256, 'Ops in one group commit'),
  unadmitted_max_ms: limit(10_000, 'How long a peer that shares no pact may stay connected'),
  unadmitted_max_bytes: limit(64 * 1024, 'What such a peer may send meanwhile'),
  token_cache_max: limit(1024, 'Tokens whose hash was looked up and is remembered; past it the memory starts anew'),
  mcp_sessions_max: limit(
    256,
    'Sessions of MCP clients of the 2025 era; one more ends the one idle longest of the agent that has most',
  ),
  mcp_principals_max: limit(256, 'Agents whose MCP state is kept; one more ends what the one idle longest has open'),
} as const satisfies Record<string, Limit>;

/** Bare numbers of {@link LIMIT_TABLE}. */
export const LIMITS = Object.fromEntries(Object.entries(LIMIT_TABLE).map(([name, { value }]) => [name, value])) as {
  readonly [K in keyof typeof LIMIT_TABLE]: number;
};

/** Options and limits as Markdown, for docs/configuration.md. */
export const configurationPage = (): string => {
  const options = optionEntries.map(
    ([, o]) =>
      `| \`--${o.flag}\` | ${o.env ? `\`${o.env}\`` : ''} | ${o.default_text} | ${o.for_tests ? 'For tests only. ' : ''}${o.doc}${o.repeatable ? '; repeatable' : ''} |`,
  );
  const limits = Object.entries(LIMIT_TABLE).map(([name, { value, doc }]) => `| \`${name}\` | ${value} | ${doc} |`);
  return [
    '<!-- Generated from daemon/src/config.ts by scripts/generate. Do not edit. -->',
    '# Configuration',
    '',
    'A flag of the daemon wins over its environment variable, which wins over the default. `concordat start` passes them through.',
    '',
    '| flag | environment | default | what it does |',
    '|---|---|---|---|',
    ...options,
    '',
    '## Limits',
    '',
    'Fixed; the unit is in the name.',
    '',
    '| limit | value | what it bounds |',
    '|---|---|---|',
    ...limits,
    '',
  ].join('\n');
};
