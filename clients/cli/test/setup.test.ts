import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { parse as parseJsonc } from 'jsonc-parser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Machine, type Tool, type ToolName, type ToolScope, TOOLS } from '../src/setup/tools.js';
import { runCli } from './run-cli.js';

const names = Object.keys(TOOLS) as ToolName[];
const toolOf = (name: ToolName): Tool => TOOLS[name];
const scoped = names.flatMap((name) =>
  (Object.keys(TOOLS[name].file) as ToolScope[]).map((scope) => ({ name, scope })),
);

let base = '';
let machine: Machine;

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'concordat-setup-'));
  const [home, project] = [join(base, 'home'), join(base, 'project')];
  mkdirSync(home);
  mkdirSync(project);
  for (const name of [
    'CONCORDAT_DATA_DIR',
    'CONCORDAT_URL',
    'CONCORDAT_TOKEN',
    'CONCORDAT_PACT',
    'XDG_CONFIG_HOME',
    'CODEX_HOME',
    'CLAUDE_CONFIG_DIR',
    'OPENCLAW_CONFIG_PATH',
    'OPENCLAW_STATE_DIR',
  ])
    vi.stubEnv(name, undefined);
  vi.stubEnv('HOME', home);
  vi.spyOn(process, 'cwd').mockReturnValue(project);
  machine = { home, project, platform: process.platform, env: {} };
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(base, { recursive: true, force: true });
});

const fileOf = (name: ToolName, scope: ToolScope = 'user'): string => toolOf(name).file[scope]?.(machine) ?? '';

const put = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

const readBack = (name: ToolName, path: string): any => {
  const text = readFileSync(path, 'utf8');
  return toolOf(name).format === 'jsonc' ? parseJsonc(text) : parseToml(text);
};

const serverIn = (name: ToolName, path: string): any => {
  const document = readBack(name, path);
  return toolOf(name)
    .keys(document)
    .reduce((value, key) => value?.[key], document);
};

const setup = (name: ToolName, ...flags: string[]) => runCli(['setup', name, ...flags]);

/** Every file below the temporary folder, the records of the command left out. */
const tree = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(base, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes('.concordat'))
      .map((path) => [relative(base, path), statSync(path).isFile() ? readFileSync(path, 'utf8') : '(folder)']),
  );

/** A file that its owner cares about: comments, odd spacing, servers of others. */
const EXISTING: Record<Tool['format'], (tool: Tool) => string> = {
  jsonc: (tool) => {
    const [outer = ''] = tool.keys({});
    const inner =
      tool.keys({}).length > 2 ? `{ "servers": { "other": { "command": "x" } } }` : `{ "other": { "command": "x" } }`;
    return `// mine\n{\n\t"theme" : "dark", // keep\n\n\t"${outer}": ${inner}, /* the\n\tlast */\n\t"n": 1.50,\n}`;
  },
  'marked-toml': () => '# mine\nmodel = "o" # keep\n\n[mcp_servers.other]\ncommand = "x"\nargs = [ "1",  "2" ]',
};

const existing = (name: ToolName): string => EXISTING[toolOf(name).format](toolOf(name));

describe.each(scoped)('setup $name in the scope $scope', ({ name, scope }) => {
  const flags = ['--scope', scope];

  it('makes the file when there is none, with a server that needs no token, and takes everything away again', async () => {
    const before = tree();
    const ran = await setup(name, ...flags, '--npx', '--yes');
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    const path = fileOf(name, scope);
    expect(JSON.stringify(serverIn(name, path))).toMatch(/npx.*@concordat\/mcp/);
    expect(readFileSync(path, 'utf8')).not.toMatch(/token/i);
    if (scope === 'user') expect(statSync(path).mode & 0o077).toBe(0);
    expect((await setup(name, ...flags, '--remove', '--yes')).code).toBe(0);
    expect(tree()).toEqual(before);
  });

  it('adds one entry to a file of somebody, keeps all else, and puts the file back byte for byte', async () => {
    const path = fileOf(name, scope);
    put(path, existing(name));
    chmodSync(path, 0o640);
    const before = readBack(name, path);
    await setup(name, ...flags, '--yes');
    const text = readFileSync(path, 'utf8');
    for (const kept of ['mine', 'keep']) expect(text).toContain(kept);
    expect(serverIn(name, path)).toBeDefined();
    expect(readBack(name, path)).toMatchObject(before);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    await setup(name, ...flags, '--remove', '--yes');
    expect(readFileSync(path, 'utf8')).toBe(existing(name));
  });

  it('changes nothing the second time', async () => {
    put(fileOf(name, scope), existing(name));
    await setup(name, ...flags, '--yes');
    const after = tree();
    const again = await runCli(['--json', 'setup', name, ...flags, '--yes']);
    expect(again.json()).toMatchObject({ changes: false, applied: false, diff: '' });
    expect(tree()).toEqual(after);
    await setup(name, ...flags, '--remove', '--yes');
    expect(readFileSync(fileOf(name, scope), 'utf8')).toBe(existing(name));
  });

  it('takes out its own part alone when the file was changed since', async () => {
    const path = fileOf(name, scope);
    put(path, existing(name));
    await setup(name, ...flags, '--yes');
    const changed = readFileSync(path, 'utf8').replace('mine', 'still mine');
    writeFileSync(path, changed);
    await setup(name, ...flags, '--remove', '--yes');
    expect(readFileSync(path, 'utf8').trimEnd()).toBe(existing(name).replace('mine', 'still mine'));
  });

  it('takes out its own part also when the record is gone', async () => {
    put(fileOf(name, scope), existing(name));
    const before = readBack(name, fileOf(name, scope));
    await setup(name, ...flags, '--yes');
    rmSync(join(machine.home, '.concordat'), { recursive: true });
    await setup(name, ...flags, '--remove', '--yes');
    expect(readBack(name, fileOf(name, scope))).toEqual(before);
  });

  it('only shows the difference with --dry-run, and when nobody can be asked', async () => {
    put(fileOf(name, scope), existing(name));
    const before = tree();
    for (const flag of ['--dry-run', '--no-interactive']) {
      const ran = await setup(name, ...flags, flag);
      expect(ran.code).toBe(0);
      expect(ran.stderr).toMatch(/^\+.*concordat/m);
      expect(ran.stdout).toContain('was not changed');
    }
    expect(tree()).toEqual(before);
    expect(existsSync(join(machine.home, '.concordat'))).toBe(false);
  });

  it.each([
    ['is broken', () => '{ "a": [1, }\n= ]'],
    ['is not text', () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ])('refuses a file that %s and leaves it alone', async (_what, content) => {
    const path = fileOf(name, scope);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content());
    for (const flag of ['--yes', '--remove']) {
      const ran = await runCli(['--json', 'setup', name, ...flags, flag, '--yes']);
      expect(ran.code).toBe(6);
      expect(ran.json()).toMatchObject({ error: 'CONFIG_UNTOUCHED', message: expect.stringContaining(path) });
    }
    expect(readFileSync(path)).toEqual(Buffer.from(content()));
  });

  it('refuses a read-only file and leaves it alone', async () => {
    const path = fileOf(name, scope);
    put(path, existing(name));
    chmodSync(path, 0o444);
    const ran = await setup(name, ...flags, '--yes');
    expect(ran.code).toBe(6);
    expect(ran.stderr).toContain('read-only');
    expect(readFileSync(path, 'utf8')).toBe(existing(name));
    expect(readdirSync(dirname(path))).toHaveLength(1);
  });

  it('follows a link, and keeps it', async () => {
    const path = fileOf(name, scope);
    const real = join(scope === 'user' ? base : machine.project, 'dotfiles', 'config');
    put(real, existing(name));
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(real, path);
    await setup(name, ...flags, '--yes');
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(serverIn(name, real)).toBeDefined();
    await setup(name, ...flags, '--remove', '--yes');
    expect(readFileSync(real, 'utf8')).toBe(existing(name));
  });

  it('refuses a link to nothing', async () => {
    const path = fileOf(name, scope);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(base, 'gone'), path);
    const ran = await setup(name, ...flags, '--yes');
    expect(ran.code).toBe(6);
    expect(ran.stderr).toContain('a link to something that does not exist');
    expect(existsSync(join(base, 'gone'))).toBe(false);
  });
});

describe('setup', () => {
  it.each(scoped.filter(({ scope }) => scope === 'project'))(
    'does not follow a link of $name that leads out of the project',
    async ({ name }) => {
      const outside = join(base, 'outside');
      put(outside, existing(name));
      const path = fileOf(name, 'project');
      mkdirSync(dirname(path), { recursive: true });
      symlinkSync(outside, path);
      const ran = await setup(name, '--scope', 'project', '--yes');
      expect(ran.code).toBe(6);
      expect(ran.stderr).toContain('leads out of the project');
      expect(readFileSync(outside, 'utf8')).toBe(existing(name));
    },
  );

  it('names the place of what is broken', async () => {
    put(fileOf('cursor'), '{\n  "mcpServers": {,}\n}\n');
    expect((await setup('cursor', '--yes')).stderr).toContain('line 2, column 18');
    put(fileOf('codex'), 'a = 1\nb = = 2\n');
    expect((await setup('codex', '--yes')).stderr).toContain('line 2');
  });

  it('does not touch a file whose keys stand twice, or where something else stands in the way', async () => {
    for (const text of ['{"mcpServers": {}, "mcpServers": {}}', '{"mcpServers": []}', '[]', '{"mcpServers": null}']) {
      put(fileOf('cursor'), text);
      expect((await setup('cursor', '--yes')).code, text).toBe(6);
      expect(readFileSync(fileOf('cursor'), 'utf8')).toBe(text);
    }
    const byHand = '[mcp_servers.concordat]\ncommand = "mine"\n';
    put(fileOf('codex'), byHand);
    expect((await setup('codex', '--yes')).stderr).toContain('written by somebody else');
    expect(readFileSync(fileOf('codex'), 'utf8')).toBe(byHand);
  });

  it('keeps line ends, indentation and a byte order mark', async () => {
    const text = '\ufeff{\r\n    "a": 1\r\n}\r\n';
    put(fileOf('cursor'), text);
    await setup('cursor', '--yes');
    const after = readFileSync(fileOf('cursor'), 'utf8');
    expect(after).toMatch(/^\ufeff\{\r\n {4}"mcpServers": \{\r\n {8}"concordat"/);
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('replaces what somebody wrote under the same name, and puts that back', async () => {
    const text = '{"mcpServers": {"concordat": {"command": "mine"}}}';
    put(fileOf('cursor'), text);
    await setup('cursor', '--yes');
    expect(serverIn('cursor', fileOf('cursor')).command).not.toBe('mine');
    await setup('cursor', '--remove', '--yes');
    expect(readFileSync(fileOf('cursor'), 'utf8')).toBe(text);
  });

  it('brings an older entry up to date and still knows what was there before', async () => {
    put(fileOf('codex'), existing('codex'));
    await setup('codex', '--yes');
    const ran = await runCli(['--pact', 'release', 'setup', 'codex', '--yes']);
    expect(ran.code).toBe(0);
    expect(serverIn('codex', fileOf('codex')).args.slice(-2)).toEqual(['--pact', 'release']);
    await setup('codex', '--remove', '--yes');
    expect(readFileSync(fileOf('codex'), 'utf8')).toBe(existing('codex'));
  });

  it('does not take out a block that a person has written on', async () => {
    await setup('codex', '--yes');
    const path = fileOf('codex');
    writeFileSync(path, `${readFileSync(path, 'utf8')}cwd = "elsewhere"\n`);
    const ran = await setup('codex', '--remove', '--yes');
    expect(ran.code).toBe(6);
    expect(ran.stderr).toContain('outside of the block');
  });

  it('writes down a data directory that is not the usual one, but not into a file that others share', async () => {
    const dataDir = join(base, 'data');
    vi.stubEnv('CONCORDAT_DATA_DIR', dataDir);
    await setup('zed', '--yes');
    await setup('zed', '--scope', 'project', '--yes');
    expect(serverIn('zed', fileOf('zed')).args.slice(-2)).toEqual(['--data-dir', dataDir]);
    expect(readFileSync(fileOf('zed', 'project'), 'utf8')).not.toContain(base);
  });

  it('keeps its records from the eyes of others', async () => {
    put(fileOf('cursor'), '{"secret": "of somebody else"}');
    await setup('cursor', '--yes');
    const records = join(machine.home, '.concordat', 'setup');
    expect(statSync(records).mode & 0o077).toBe(0);
    for (const file of readdirSync(records)) expect(statSync(join(records, file)).mode & 0o077).toBe(0);
  });

  it('shows no secret of the lines around, and no token of ours', async () => {
    const token = '5f'.repeat(32);
    const servers = `"mcpServers": {"concordat": {"env": {"CONCORDAT_TOKEN": "${token}"}}}`;
    put(fileOf('cursor'), `{\n"key": "sk-1234567890",\n${servers},\n"other_key": "sk-0987654321"\n}`);
    const { stderr, stdout } = await setup('cursor', '--yes');
    expect(stderr).toContain('"other_key": "…"');
    put(fileOf('zed'), '{"key": "sk-1234567890", "quoted": "sk-\\"0987654321"}');
    const oneLine = await setup('zed', '--yes');
    for (const secret of ['sk-1234567890', '0987654321', token])
      expect(stderr + stdout + oneLine.stderr).not.toContain(secret);
  });

  it('writes the form of OpenCode 2 into a file that has it', async () => {
    put(fileOf('opencode'), '{"mcp": {"servers": {"other": {"type": "local", "command": ["x"]}}}}');
    await setup('opencode', '--yes');
    expect(Object.keys(readBack('opencode', fileOf('opencode')).mcp.servers).toSorted()).toEqual([
      'concordat',
      'other',
    ]);
  });

  it('edits opencode.jsonc when that is the file', async () => {
    put(join(machine.home, '.config', 'opencode', 'opencode.jsonc'), '{}');
    expect((await setup('opencode', '--yes')).stdout).toContain('opencode.jsonc');
  });

  it('refuses a token, and a scope that the tool does not have', async () => {
    expect((await runCli(['--token-file', 'x', 'setup', 'cursor'])).stderr).toContain(
      'never written into a configuration',
    );
    expect((await setup('claude-desktop', '--scope', 'project')).stderr).toContain('no configuration for a project');
  });

  it.each([
    ['claude-desktop', 'darwin', 'home/Library/Application Support/Claude/claude_desktop_config.json'],
    ['claude-desktop', 'win32', 'home/AppData/Roaming/Claude/claude_desktop_config.json'],
    ['zed', 'darwin', 'home/.config/zed/settings.json'],
    ['zed', 'win32', 'home/AppData/Roaming/Zed/settings.json'],
  ] as const)('knows where %s keeps its configuration on %s', (name, platform, path) => {
    const there = toolOf(name).file.user?.({ home: 'home', project: '.', platform, env: {} });
    expect(there?.replaceAll('\\', '/')).toBe(path);
  });
});
