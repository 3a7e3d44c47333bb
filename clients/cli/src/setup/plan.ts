/** What `concordat setup` would change in a tool's configuration file, worked out before anything is touched. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import {
  type ConfigFile,
  type NewModes,
  readConfigFile,
  removeConfigFile,
  uneditable,
  writeConfigFile,
} from './config-file.js';
import { readJson, withJson, withoutJson } from './json-text.js';
import { dropRecord, isUntouched, readRecord, writeRecord } from './record.js';
import { type Machine, type ServerCommand, type Tool, type ToolScope } from './tools.js';
import { withoutToml, withToml } from './toml-text.js';
import { UneditableText } from './uneditable.js';

/** A user's own file may come to hold secrets of other programs; a project's is shared, and follows the mode mask. */
const NEW_MODES = {
  user: { file: 0o600, folder: 0o700 },
  project: { file: 0o666, folder: 0o777 },
} as const satisfies Record<ToolScope, NewModes>;
const DIFF_CONTEXT_LINES = 2;

/** Where, and for whom. */
export interface Target {
  readonly tool: Tool;
  readonly scope: ToolScope;
  readonly machine: Machine;
  /** Data directory, where the records are kept. */
  readonly dataDir: string;
}

/** A change that was worked out and not made. */
export interface Plan {
  readonly path: string;
  readonly changes: boolean;
  /** Unified diff; empty when nothing changes. */
  readonly diff: string;
  /** Makes the change. */
  readonly apply: () => void;
}

const openTarget = ({ tool, scope, machine }: Target): ConfigFile => {
  const place = tool.file[scope] ?? tool.file.user;
  if (!place) throw new Error(`${tool.title} has no file`);
  return readConfigFile(place(machine), scope === 'project' ? machine.project : null);
};

/** Runs a change of text; what it refuses becomes an error about the file. */
const edit = <T>(path: string, change: () => T): T => {
  try {
    return change();
  } catch (error) {
    if (error instanceof UneditableText) throw uneditable(path, error.message);
    throw error;
  }
};

const keysIn = (tool: Tool, text: string | null): readonly string[] =>
  tool.keys(tool.format === 'jsonc' && text !== null ? readJson(text) : {});

const withServer = (tool: Tool, text: string | null, server: ServerCommand): string =>
  (tool.format === 'jsonc' ? withJson : withToml)(text, keysIn(tool, text), tool.entry(server));

const withoutServer = (tool: Tool, text: string, base: string | null): string =>
  tool.format === 'jsonc' ? withoutJson(text, keysIn(tool, text), base) : withoutToml(text, keysIn(tool, text));

/** A quoted value of JSON or TOML that is long enough to be a key or a token; names of keys are none. */
const LONG_VALUE = /"(?:[^"\\\n]|\\.){9,}"(?!\s*:)|'[^'\n]{9,}'/g;

/**
 * A difference ends up on screens and in logs, and what stands around our lines, or with them on one line, may hold secrets of other
 * programs: long values that do not change are left out, and so is whatever looks like one of our own tokens.
 */
const withoutSecrets = (patch: string, before: string, after: string): string =>
  patch
    .replace(LONG_VALUE, (value) => (before.includes(value) && after.includes(value) ? '"…"' : value))
    .replace(/\b[0-9a-f]{64}\b/gi, '…');

const planOf = (file: ConfigFile, after: string | null, apply: () => void): Plan => {
  const changes = file.text !== after;
  const [from, to] = [file.text === null ? '/dev/null' : file.path, after === null ? '/dev/null' : file.path];
  if (!changes) return { path: file.path, changes, diff: '', apply };
  const patch = createTwoFilesPatch(from, to, file.text ?? '', after ?? '', undefined, undefined, {
    context: DIFF_CONTEXT_LINES,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return { path: file.path, changes, diff: withoutSecrets(patch, file.text ?? '', after ?? ''), apply };
};

/** Plans to add the MCP server, or to bring it up to date. */
export const planSetup = (target: Target, server: ServerCommand): Plan => {
  const { tool, scope, dataDir } = target;
  const file = openTarget(target);
  const after = edit(file.path, () => withServer(tool, file.text, server));
  return planOf(file, after, () => {
    const record = readRecord(dataDir, file.path);
    const ownBefore = (): string | null => {
      if (!record || file.text === null) return file.text;
      if (isUntouched(record, file.text)) return record.before;
      return edit(file.path, () => withoutServer(tool, file.text ?? '', record.before));
    };
    const before = ownBefore();
    const folders = writeConfigFile(file, after, NEW_MODES[scope]);
    writeRecord(dataDir, file.path, before, after, folders.length > 0 ? folders : (record?.folders ?? []));
  });
};

/** Plans to put the file back as it was, or, when somebody changed it since, to take out the server alone. */
export const planRemoval = (target: Target): Plan => {
  const { tool, dataDir } = target;
  const file = openTarget(target);
  const record = readRecord(dataDir, file.path);
  const { text } = file;
  if (text === null) return planOf(file, null, () => dropRecord(dataDir, file.path));
  const after =
    record && isUntouched(record, text)
      ? record.before
      : edit(file.path, () => withoutServer(tool, text, record ? record.before : text));
  return planOf(file, after, () => {
    if (after === null) removeConfigFile(file, record?.folders ?? []);
    else writeConfigFile(file, after, NEW_MODES[target.scope]);
    dropRecord(dataDir, file.path);
  });
};
