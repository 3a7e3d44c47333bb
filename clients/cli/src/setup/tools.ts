/** The tools that `concordat setup` knows: where each keeps its MCP servers, and how it writes one down. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** How an MCP server is started. */
export interface ServerCommand {
  command: string;
  /** Never holds a token: arguments can be read by every user of the machine. */
  args: readonly string[];
}

/** Whose configuration is written: that of the person, or that of one project, which other people share. */
export type ToolScope = 'user' | 'project';

/** What the places of files follow from. */
export interface Machine {
  home: string;
  /** Folder of the project. */
  project: string;
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
}

/** One tool. */
export interface Tool {
  /** As people call it. */
  readonly title: string;
  /** `marked-toml`: a block between two comments at the end of a TOML file. `jsonc`: JSON, comments allowed. */
  readonly format: 'jsonc' | 'marked-toml';
  /** Path of the file, by scope; a scope that the tool does not have is missing. */
  readonly file: Readonly<Partial<Record<ToolScope, (machine: Machine) => string>>>;
  /** Keys that lead to the server in the file. Given what the file holds already, since some tools know two forms. */
  readonly keys: (document: unknown) => readonly string[];
  /** The server as the tool writes it. */
  readonly entry: (server: ServerCommand) => Record<string, unknown>;
  /** What has to be done until the tool uses the server. */
  readonly next_step: string;
}

/** Name of the server in every tool. */
const SERVER_NAME = 'concordat';

/** Codex gives a server 10 s to start; the first start through npx downloads the package, which takes longer on a slow line. */
const CODEX_START_MAX_S = 60;

const plainEntry = ({ command, args }: ServerCommand): Record<string, unknown> => ({ command, args: [...args] });

const below =
  (...keys: string[]) =>
  (): readonly string[] => [...keys, SERVER_NAME];

/** Where programs of Linux keep their settings; some do so on every system. */
const configHome = ({ home, env }: Machine): string => env.XDG_CONFIG_HOME || join(home, '.config');

const appData = ({ home, env }: Machine): string => env.APPDATA || join(home, 'AppData', 'Roaming');

const claudeDesktopFolder = (machine: Machine): string => {
  if (machine.platform === 'darwin') return join(machine.home, 'Library', 'Application Support', 'Claude');
  return join(machine.platform === 'win32' ? appData(machine) : configHome(machine), 'Claude');
};

const zedFolder = (machine: Machine): string => {
  if (machine.platform === 'win32') return join(appData(machine), 'Zed');
  // Zed follows XDG on Linux only.
  return machine.platform === 'linux' ? join(configHome(machine), 'zed') : join(machine.home, '.config', 'zed');
};

/** OpenCode reads both names; the one that is there is the one that its owner edits. */
const opencodeFile = (folder: string): string => {
  const commented = join(folder, 'opencode.jsonc');
  return existsSync(commented) ? commented : join(folder, 'opencode.json');
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** OpenCode 2 reads `mcp.<name>` and its own `mcp.servers.<name>`; version 1 only the first. A file of the second form stays one. */
const opencodeKeys = (document: unknown): readonly string[] => {
  const mcp = isObject(document) ? document.mcp : undefined;
  const servers = isObject(mcp) ? mcp.servers : undefined;
  return isObject(servers) && !('type' in servers) ? ['mcp', 'servers', SERVER_NAME] : ['mcp', SERVER_NAME];
};

/** Every tool by the name that the command line takes. */
export const TOOLS = {
  'claude-code': {
    title: 'Claude Code',
    format: 'jsonc',
    file: {
      user: ({ home, env }) => join(env.CLAUDE_CONFIG_DIR || home, '.claude.json'),
      project: ({ project }) => join(project, '.mcp.json'),
    },
    keys: below('mcpServers'),
    entry: (server) => ({ type: 'stdio', ...plainEntry(server) }),
    next_step: 'start a new session; "/mcp" in it shows the server',
  },
  'claude-desktop': {
    title: 'Claude Desktop',
    format: 'jsonc',
    file: { user: (machine) => join(claudeDesktopFolder(machine), 'claude_desktop_config.json') },
    keys: below('mcpServers'),
    entry: plainEntry,
    next_step: 'quit Claude Desktop and open it again',
  },
  cursor: {
    title: 'Cursor',
    format: 'jsonc',
    file: {
      user: ({ home }) => join(home, '.cursor', 'mcp.json'),
      project: ({ project }) => join(project, '.cursor', 'mcp.json'),
    },
    keys: below('mcpServers'),
    entry: plainEntry,
    next_step: 'enable the server in the settings of Cursor, under MCP',
  },
  codex: {
    title: 'Codex',
    format: 'marked-toml',
    file: {
      user: ({ home, env }) => join(env.CODEX_HOME || join(home, '.codex'), 'config.toml'),
      project: ({ project }) => join(project, '.codex', 'config.toml'),
    },
    keys: below('mcp_servers'),
    entry: (server) => ({ ...plainEntry(server), startup_timeout_sec: CODEX_START_MAX_S }),
    next_step: 'start a new session; "/mcp" in it shows the server',
  },
  opencode: {
    title: 'OpenCode',
    format: 'jsonc',
    file: {
      user: (machine) => opencodeFile(join(configHome(machine), 'opencode')),
      project: ({ project }) => opencodeFile(project),
    },
    keys: opencodeKeys,
    entry: ({ command, args }) => ({ type: 'local', command: [command, ...args] }),
    next_step: 'start OpenCode again',
  },
  zed: {
    title: 'Zed',
    format: 'jsonc',
    file: {
      user: (machine) => join(zedFolder(machine), 'settings.json'),
      project: ({ project }) => join(project, '.zed', 'settings.json'),
    },
    keys: below('context_servers'),
    entry: plainEntry,
    next_step: 'Zed reads its settings again by itself',
  },
  openclaw: {
    title: 'OpenClaw',
    format: 'jsonc',
    file: {
      user: ({ home, env }) =>
        env.OPENCLAW_CONFIG_PATH || join(env.OPENCLAW_STATE_DIR || join(home, '.openclaw'), 'openclaw.json'),
    },
    keys: below('mcp', 'servers'),
    entry: plainEntry,
    next_step: 'OpenClaw reads its configuration again by itself',
  },
} as const satisfies Record<string, Tool>;

/** Name of a tool, a key of {@link TOOLS}. */
export type ToolName = keyof typeof TOOLS;
