import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Config,
  ConfigError,
  LIMITS,
  LIMIT_TABLE,
  OPTIONS,
  configurationPage,
  helpText,
  loadConfig,
} from '../../src/config.js';

const KEY = '0f'.repeat(32);

const load = (argv: string[], env: Record<string, string> = {}): Config => {
  const invocation = loadConfig(argv, env);
  if (invocation.action !== 'run') throw new Error('help was not asked for');
  return invocation.config;
};

describe('loadConfig', () => {
  it('gives the defaults when nothing is said', () => {
    expect(load([])).toEqual({
      data_dir: join(homedir(), '.concordat'),
      host: '127.0.0.1',
      port: 7666,
      p2p_host: '0.0.0.0',
      p2p_port: 0,
      bootstrap: 'none',
      peers: [],
      log_level: 'info',
      log_file: null,
      allowed_hosts: [],
      allowed_origins: [],
      rate_per_s: 2000,
      rate_burst: 10_000,
      embedding_url: null,
      embedding_model: null,
      embedding_key_file: null,
      fault_fdatasync_delay_ms: 0,
    });
  });

  it('sends texts to an endpoint for embeddings in the clear only on this machine', () => {
    const url = (text: string) => load(['--embedding-url', text]).embedding_url;
    expect(url('http://127.0.0.1:11434/v1/')).toBe('http://127.0.0.1:11434/v1');
    expect(url('http://[::1]:1/v1')).toBe('http://[::1]:1/v1');
    expect(url('http://localhost/v1')).toBe('http://localhost/v1');
    expect(url('https://models.example/v1')).toBe('https://models.example/v1');
    for (const bad of [
      'http://models.example/v1',
      'http://127.0.0.1.example/v1',
      'http://localhost.example',
      'ftp://127.0.0.1',
      'https://me:pw@models.example',
      'https://models.example/?key=1',
      'x',
    ])
      expect(() => url(bad), bad).toThrow(/https URL/);
  });

  it('takes a flag before the environment, and the environment before the default', () => {
    const env = { CONCORDAT_PORT: '1234', CONCORDAT_HOST: '127.0.0.2' };
    expect(load(['--port', '0'], env)).toMatchObject({ port: 0, host: '127.0.0.2' });
  });

  it('treats an empty environment variable as not set', () => {
    expect(load([], { CONCORDAT_PORT: '' }).port).toBe(7666);
  });

  it('reads peers from repeated flags and from a list in the environment, IPv6 in brackets', () => {
    const v4 = { node_key: KEY, address: { host: '192.0.2.7', port: 49737 } };
    const v6 = { node_key: KEY, address: { host: '::1', port: 1 } };
    expect(load(['--peer', `${KEY}@192.0.2.7:49737`, '--peer', `${KEY}@[::1]:1`]).peers).toEqual([v4, v6]);
    expect(load([], { CONCORDAT_PEER: `${KEY}@192.0.2.7:49737, ${KEY}@[::1]:1` }).peers).toEqual([v4, v6]);
  });

  it('reads the bootstrap as none, public, or addresses', () => {
    expect(load(['--bootstrap', 'public']).bootstrap).toBe('public');
    expect(load(['--bootstrap', 'a.example:1,127.0.0.1:2']).bootstrap).toEqual([
      { host: 'a.example', port: 1 },
      { host: '127.0.0.1', port: 2 },
    ]);
  });

  it('expands the home directory', () => {
    expect(load(['--data-dir', '~/x']).data_dir).toBe(join(homedir(), 'x'));
  });

  it.each([
    [['--port', '70000'], '--port is "70000"; allowed: a whole number from 0 to 65535'],
    [['--port', 'x'], '--port is "x"; allowed: a whole number from 0 to 65535'],
    [['--peer', `${KEY}@host`], `--peer is "${KEY}@host"; allowed: <node key, 64 hex>@host:port`],
    [['--peer', 'abc@host:1'], '--peer is "abc@host:1"; allowed: <node key, 64 hex>@host:port'],
    [['--bootstrap', 'somewhere'], '--bootstrap is "somewhere"; allowed: none, public, or host:port,host:port,...'],
    [['--bootstrap', 'a:0'], '--bootstrap is "a:0"; allowed: none, public, or host:port,host:port,...'],
    [['--log-level', 'loud'], '--log-level is "loud"; allowed: fatal, error, warn, info, debug, trace, silent'],
    [
      ['--allowed-origin', 'example.org'],
      '--allowed-origin is "example.org"; allowed: an origin such as http://localhost:5173',
    ],
    [['--allowed-host', 'a b'], '--allowed-host is "a b"; allowed: a host name, with or without a port'],
    [['--data-dir', ''], '--data-dir is ""; allowed: a text that is not empty'],
    [['--rate-per-s', '0'], '--rate-per-s is "0"; allowed: a whole number from 1 to 1000000'],
  ])('says in one line what is wrong with %j', (argv, message) => {
    expect(() => load(argv)).toThrow(new ConfigError(message));
  });

  it('names the environment variable that is wrong', () => {
    expect(() => load([], { CONCORDAT_PORT: 'x' })).toThrow(
      'CONCORDAT_PORT is "x"; allowed: a whole number from 0 to 65535',
    );
  });

  it.each([[['--prot', '1']], [['extra']], [['--port']]])('refuses %j in one line', (argv) => {
    expect(() => load(argv)).toThrow(ConfigError);
    expect(() => load(argv)).toThrow(/^[^\n]+; see --help$/);
  });

  it('answers --help with every option', () => {
    expect(loadConfig(['--help'], {})).toEqual({ action: 'help', text: helpText() });
    for (const option of Object.values(OPTIONS)) expect(helpText()).toContain(`--${option.flag} <`);
  });
});

describe('docs/configuration.md', () => {
  const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');

  it('is what the option table says', () => {
    expect(page).toBe(configurationPage());
  });

  it('names every option and every limit', () => {
    for (const { flag, env } of Object.values(OPTIONS)) {
      expect(page).toContain(`\`--${flag}\``);
      if (env) expect(page).toContain(`\`${env}\``);
    }
    for (const [name, { value }] of Object.entries(LIMIT_TABLE)) expect(page).toContain(`| \`${name}\` | ${value} |`);
  });

  it('tells defaults that parse to what is used', () => {
    for (const { default_text, fallback, parse, repeatable } of Object.values(OPTIONS)) {
      if (repeatable || fallback() === null) continue;
      expect(parse([default_text])).toEqual(fallback());
    }
  });
});

describe('limits', () => {
  it('carry their unit in their name', () => {
    for (const name of Object.keys(LIMITS)) expect(name).toMatch(/_(bytes|rows|chars|s|ms|max)$/);
  });
});
