import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeDaemon, json } from './fake-daemon.js';
import { Bench, ended, needs, type Ran, SCRIPT, SHELLS, type Start } from './script.js';

const TOKEN = 'f00d'.repeat(16);

/** Values that have broken shell scripts, one each way. */
const HOSTILE = {
  'command substitution': '$(touch pwned) `touch pwned` ${HOME} $PATH',
  'operators of the shell': '; rm -rf . & | > out < in && || # !',
  quotes: `"double" 'single' \\ back\\\\slashes \\n \\u0041`,
  'leading dashes': '--help',
  'a single dash in front': '-n',
  newlines: '\n\nfirst\n\nsecond\r\n\n',
  'control characters': `tab\tbell\u0007escape\u001b[31m delete\u007f one\u0001`,
  unicode: 'Grüße 😀 שלום \u202e e\u0301 \u2028',
  'glob characters': '* ? [a-z] {a,b} ~',
  'formats of printf': '%s %d %n \\c %%',
  'parts of an address': 'a/b?c=d&e#f../..%2e%2f+ {id}',
  'what curl reads as a file': '@/etc/hostname',
  'JSON itself': '{"topic": null}',
  'a null': 'null',
};

/** Where a program is, for a start with another PATH. */
const spawnPath = (program: string): string => execFileSync('which', [program], { encoding: 'utf8' }).trim();

let bench: Bench;
let daemon: FakeDaemon;

beforeAll(async () => {
  bench = new Bench();
  daemon = await new FakeDaemon().start();
});
afterAll(async () => {
  bench.close();
  await daemon.close();
});
beforeEach(() => {
  daemon.answer = json(200, { ok: true });
});

describe.each(SHELLS)('under %s', (shell) => {
  beforeEach((context) => needs(context, 'curl', 'jq', shell.split(' ')[0] ?? ''));

  const run = (args: readonly string[], { env = {}, ...rest }: Start = {}): Promise<Ran> =>
    bench.run(shell, args, {
      ...rest,
      env: { CONCORDAT_URL: daemon.url, CONCORDAT_TOKEN: TOKEN, CONCORDAT_PACT: 'one', ...env },
    });

  describe('a hostile value arrives as it is', () => {
    it.each(Object.entries(HOSTILE))('%s', async (_name, value) => {
      const ran = await run([
        'post-knowledge',
        '--topic',
        value,
        `--content=${value}`,
        '--refs',
        value,
        '--refs',
        'b',
        '--ttl',
        '5',
      ]);
      expect(ran, ran.stderr).toMatchObject({ code: 0, stdout: '{"ok":true}\n', stderr: '' });
      expect(JSON.parse(daemon.last.body)).toEqual({ topic: value, content: value, refs: [value, 'b'], ttl: 5 });

      await run(['get-task', '--pact', value, '--id', value]);
      const [, , , pact = '', tasks, id = ''] = daemon.last.target.split('/');
      expect([decodeURIComponent(pact), tasks, decodeURIComponent(id)]).toEqual([value, 'tasks', value]);

      await run(['list-entries', '--topic', value, '--type', 'task', '--type', value]);
      const query = new URL(daemon.last.target, daemon.url).searchParams;
      expect([query.get('topic'), ...query.getAll('type')]).toEqual([value, 'task', value]);
      expect(readdirSync(bench.dir), 'a value was run as a command').not.toContain('pwned');
    });
  });

  it('a path that climbs stays a name', async () => {
    await run(['get-task', '--id', '..']);
    expect(daemon.last.target).toBe('/v1/pacts/one/tasks/..');
  });

  it('a value of 100,000 bytes arrives, also from the standard input, with characters at every boundary', async () => {
    const long = 'ü€😀'.repeat(11_000);
    await run(['post-message', '--content', long]);
    expect(JSON.parse(daemon.last.body).content === long).toBe(true);
    await run(['post-message', '--content', '-'], { stdin: long.repeat(3) });
    expect(JSON.parse(daemon.last.body).content === long.repeat(3)).toBe(true);
  });

  it('a body comes from --json as it is, and flags add to it', async () => {
    const body = '{"result": {"n": 1.50, "big": 12345678901234567890}}';
    await run(['complete-task', '--id', 'x', '--json', '-'], { stdin: body });
    expect(daemon.last.body).toBe(body);
    await run(['complete-task', '--id', 'x', '--json', '{"result": [1]}', '--fence', '3']);
    expect(JSON.parse(daemon.last.body)).toEqual({ result: [1], fence: 3 });
    await run(['release-task', '--id', 'x']);
    expect(daemon.last.method).toBe('PUT');
    expect(JSON.parse(daemon.last.body)).toEqual({});
    expect(daemon.last.headers['content-type']).toBe('application/json');
  });

  it('takes each kind of value as the contract has it', async () => {
    await run(['add-member', '--key', 'abc', '--indexer', 'true']);
    expect(JSON.parse(daemon.last.body)).toEqual({ key: 'abc', indexer: true });
    await run(['create-invite', '--confirm', '--ttl-ms', '60000']);
    expect(JSON.parse(daemon.last.body)).toEqual({ confirm: true, ttl_ms: 60_000 });
    await run(['post-task', '--title', 'x', '--idempotency-key', 'a.b:"c\\']);
    expect(daemon.last.headers['idempotency-key']).toBe('a.b:"c\\');
  });

  it.each([
    [['post-task', '--titel', 'x'], '--titel is not a flag of post-task'],
    [['post-task', 'x'], '"x" is not a flag'],
    [['post-task', '--title'], '--title needs a value'],
    [['post-task', '--title', 'a', '--title', 'b'], '--title is given twice'],
    [['get-task'], '--id is missing'],
    [['get-task', '--id', ''], '--id is empty'],
    [['list-tasks', '--pact', ''], '--pact is empty'],
    [['renew-task', '--id', 'x', '--fence', '1 or 2'], '--fence takes a number, not "1 or 2"'],
    [['renew-task', '--id', 'x', '--fence', 'nan'], '--fence takes a number, not "nan"'],
    [['add-member', '--key', 'x', '--indexer', 'yes'], '--indexer takes true or false, not "yes"'],
    [['create-invite', '--confirm=false'], '--confirm takes no value'],
    [['post-task', '--json', '{'], '--json is not JSON'],
    [['post-task', '--json', '[]', '--title', 'x'], '--json takes one JSON object'],
    [['post-task', '--json', '{} {}', '--title', 'x'], '--json takes one JSON object'],
    [['post-task', '--json', '-', '--title', '-'], '--json and --title both read the standard input'],
    [['post-task', '--title', 'x', '--idempotency-key', 'a\r\nx-evil: 1'], 'control characters'],
    [['post-task', '--title', 'x', '--idempotency-key', ''], '--idempotency-key is empty'],
    [['ping', '--timeout', '0'], '--timeout takes seconds'],
    [['ping', '--token-file', '/nonexistent'], 'cannot be read'],
    [['get-task\nping'], 'is not an operation'],
    [[], 'is not an operation'],
  ])('refuses %j before anything is sent', async (args, why) => {
    const before = daemon.seen.length;
    const ran = await run(args);
    expect(ran.code, ran.stdout).toBe(2);
    expect(ran.json()).toMatchObject({ error: 'USAGE', status: 0, message: expect.stringContaining(why) });
    expect(ran.stderr.split('\n')).toHaveLength(2);
    expect(daemon.seen).toHaveLength(before);
    expect(bench.leftovers()).toEqual([]);
  });

  it('needs a pact from the flag or the environment', async () => {
    const ran = await run(['list-tasks'], { env: { CONCORDAT_PACT: '' } });
    expect(ran.code).toBe(2);
    expect(ran.json().message).toBe('no pact is named: give --pact, or set CONCORDAT_PACT');
  });

  describe('tells errors apart', () => {
    it.each([
      [400, 2],
      [413, 2],
      [401, 4],
      [403, 4],
      [404, 5],
      [409, 6],
      [410, 6],
      [429, 8],
      [503, 8],
      [504, 8],
      [500, 1],
    ])('HTTP %i is exit code %i', async (status, code) => {
      const envelope = { error: 'SOME_CODE', message: 'what\u001b[31m\nwas', status, hint: 'do this' };
      daemon.answer = json(status, envelope);
      const ran = await run(['ping']);
      expect(ran.code).toBe(code);
      expect(ran.json()).toEqual(envelope);
      expect(ran.stderr).toBe('concordat: SOME_CODE: what [31m was; do this\n');
    });

    it('a claim that is not settled is exit code 7, with its answer', async () => {
      daemon.answer = json(202, { pending: true });
      const ran = await run(['claim-task', '--id', 'x']);
      expect(ran).toMatchObject({ code: 7, stdout: '{"pending":true}\n' });
      expect(ran.stderr).toContain('not settled');
    });

    it('a daemon that is not ready says why', async () => {
      daemon.answer = json(503, { ok: false, reason: 'no pact is open' });
      const ran = await run(['readyz']);
      expect(ran).toMatchObject({ code: 8, stdout: '{"ok":false,"reason":"no pact is open"}\n' });
      expect(ran.stderr).toMatch(/^concordat: no pact is open; .+\n$/);
    });

    it('a missing tool is named', async () => {
      const tools = join(bench.dir, 'tools');
      mkdirSync(tools, { recursive: true });
      for (const tool of ['curl', 'sed', 'tr', 'cat']) {
        writeFileSync(join(tools, tool), `#!/bin/sh\nPATH='${process.env.PATH}' exec ${tool} "$@"\n`, { mode: 0o755 });
      }
      const [program = '', ...first] = shell.split(' ');
      const ran = await ended(bench.spawn(spawnPath(program), [...first, SCRIPT, 'ping'], { PATH: tools }));
      expect(ran.code, ran.stderr).toBe(1);
      expect(ran.json()).toMatchObject({ error: 'FAILURE', message: 'jq is not installed', status: 0 });
    });

    it('no daemon is exit code 3', async () => {
      const nobody = await new FakeDaemon().start();
      const { url } = nobody;
      await nobody.close();
      const ran = await run(['ping'], { env: { CONCORDAT_URL: url } });
      expect(ran.code).toBe(3);
      expect(ran.json()).toMatchObject({ error: 'DAEMON_UNREACHABLE', status: 0 });
      const none = await run(['ping'], { env: { CONCORDAT_URL: '' } });
      expect(none.code).toBe(3);
      expect(none.json()).toMatchObject({ error: 'DAEMON_NOT_FOUND', status: 0 });
    });

    it('a daemon that does not answer in time is exit code 8', async () => {
      daemon.answer = () => {};
      const ran = await run(['ping', '--timeout', '1']);
      expect(ran.code).toBe(8);
      expect(ran.json()).toMatchObject({ error: 'REQUEST_TIMEOUT', status: 0 });
    });

    it.each([
      [200, 'text/html', '<p>hello</p>', 1],
      [502, 'text/html', '<p>bad gateway</p>', 1],
      [404, 'application/json', '{"no": "envelope"}', 5],
    ])('an answer of something else (%i %s) is NOT_CONCORDAT', async (status, media, text, code) => {
      daemon.answer = (_seen, response) => response.writeHead(status, { 'content-type': media }).end(text);
      const ran = await run(['ping']);
      expect(ran.code).toBe(code);
      expect(ran.json()).toMatchObject({ error: 'NOT_CONCORDAT', status: status === 200 ? 0 : status });
    });
  });

  it('never shows the token on a command line, and leaves nothing behind', async () => {
    let shown = 'the daemon was not asked';
    daemon.answer = (seen, response) => {
      shown = readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map((pid) => {
          try {
            return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
          } catch {
            return '';
          }
        })
        .join('\n');
      for (const name of bench.leftovers()) {
        expect(statSync(join(bench.dir, name)).mode & 0o777).toBe(0o700);
      }
      json(200, { ok: true })(seen, response);
    };
    const ran = await run(['join-pact', '--token', '-', '--confirm'], { stdin: 'the-invite-is-secret-too' });
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(daemon.last.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(JSON.parse(daemon.last.body)).toEqual({ token: 'the-invite-is-secret-too', confirm: true });
    expect(shown).toContain(SCRIPT);
    expect(shown).toContain('curl');
    expect(shown).not.toContain(TOKEN);
    expect(shown).not.toContain('the-invite-is-secret-too');
    expect(bench.leftovers()).toEqual([]);
  });

  it('minds neither the curl configuration of the user nor a proxy', async () => {
    const home = join(bench.dir, 'home');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, '.curlrc'), `url = "${daemon.url}/elsewhere"\nheader = "x-evil: 1"\n`);
    const before = daemon.seen.length;
    const ran = await run(['ping'], {
      env: { HOME: home, http_proxy: 'http://127.0.0.1:1', ALL_PROXY: 'http://127.0.0.1:1' },
    });
    expect(ran.code, ran.stderr).toBe(0);
    expect(daemon.seen.slice(before).map(({ target }) => target)).toEqual(['/v1/ping']);
    expect(daemon.last.headers).not.toHaveProperty('x-evil');
  });

  describe('finds the daemon', () => {
    const dataDir = (name: string, text: string): string => {
      const dir = join(bench.dir, 'nodes', name);
      mkdirSync(dir, { recursive: true });
      writeFileSync(join(dir, 'daemon.json'), text);
      return dir;
    };
    const own = { CONCORDAT_TOKEN: '', CONCORDAT_URL: '' };
    const file = (url: string | null): string => JSON.stringify({ apiToken: TOKEN, url, pid: 1 });

    it('by daemon.json of the data directory, from the flag, the environment or the home', async () => {
      const dir = dataDir('.concordat', file(daemon.url));
      for (const [args, env] of [
        [['ping', '--data-dir', dir], own],
        [['ping'], { ...own, CONCORDAT_DATA_DIR: dir }],
        [['ping'], { ...own, HOME: join(dir, '..') }],
        [['ping', '--data-dir', dir], { ...own, CONCORDAT_URL: 'http://127.0.0.1:1' }],
      ] as const) {
        const ran = await run(args, { env });
        expect(ran.code, ran.stdout).toBe(0);
        expect(daemon.last.headers.authorization).toBe(`Bearer ${TOKEN}`);
      }
    });

    it('and never sends the token of daemon.json to another address', async () => {
      const elsewhere = dataDir('elsewhere', file('http://127.0.0.1:1'));
      const local = { ...own, CONCORDAT_DATA_DIR: dataDir('same', file(daemon.url)) };
      await run(['ping', '--url', daemon.url], { env: { ...own, CONCORDAT_DATA_DIR: elsewhere } });
      expect(daemon.last.headers).not.toHaveProperty('authorization');
      await run(['ping', '--url', `http://LOCALHOST:${daemon.port}/`], { env: local });
      expect(daemon.last.headers.authorization).toBe(`Bearer ${TOKEN}`);
      const before = daemon.seen.length;
      for (const url of [
        `http://127.0.0.1:${daemon.port}@localhost:${daemon.port}`,
        `http://x"\nurl = "${daemon.url}`,
        'file:///etc/hostname',
        'http:///v1',
        'not an address',
      ]) {
        const ran = await run(['ping', '--url', url], { env: local });
        expect(ran.code, url).toBe(3);
        expect(ran.json().error).toBe('DAEMON_NOT_FOUND');
      }
      expect(daemon.seen).toHaveLength(before);
    });

    it.each(['', '{', '[]', '{"url": 5, "apiToken": 5}', file(null)])(
      'and says so when there is none: %j',
      async (text) => {
        const ran = await run(['ping', '--data-dir', dataDir('broken', text)], { env: own });
        expect(ran.code).toBe(3);
        expect(ran.json()).toMatchObject({ error: 'DAEMON_NOT_FOUND' });
      },
    );

    it('with a token from a file, and refuses one that could break out of its header', async () => {
      const path = join(bench.dir, 'nodes', 'token');
      writeFileSync(path, `${TOKEN}\n`, { mode: 0o600 });
      await run(['ping', '--token-file', path], { env: own });
      expect((await run(['ping', '--token-file', path, '--url', daemon.url], { env: own })).code).toBe(0);
      expect(daemon.last.headers.authorization).toBe(`Bearer ${TOKEN}`);
      const ran = await run(['ping'], { env: { CONCORDAT_TOKEN: 'a"\nurl = "http://127.0.0.1:1' } });
      expect(ran.code).toBe(2);
    });
  });

  it('can be sourced: functions that leave the shell as it was', async () => {
    const env = { CONCORDAT_URL: daemon.url, CONCORDAT_TOKEN: TOKEN, CONCORDAT_PACT: 'one' };
    const ran = await bench.program(
      shell,
      `set -eu
       . "${SCRIPT}"
       trap 'echo bye' EXIT
       url=mine id=mine
       concordat_ping
       if concordat_get_task; then echo wrong; else echo "exit $?"; fi
       concordat_post_task --title "two words" >/dev/null
       echo "$url $id $-"`,
      env,
    );
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout.split('\n')).toEqual([
      '{"ok":true}',
      expect.stringContaining('--id is missing'),
      'exit 2',
      expect.stringMatching(/^mine mine [euc]*$/),
      'bye',
      '',
    ]);
  });

  it('cleans up when it is told to stop', async () => {
    const asked = new Promise<void>((resolve) => {
      daemon.answer = () => resolve();
    });
    const child = bench.start(shell, ['ping'], { env: { CONCORDAT_URL: daemon.url } });
    const end = ended(child);
    await asked;
    expect(bench.leftovers()).toHaveLength(1);
    child.kill('SIGTERM');
    expect((await end).code).toBe(143);
    expect(bench.leftovers()).toEqual([]);
  });
});
