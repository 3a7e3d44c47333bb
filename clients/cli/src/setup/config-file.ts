/** Reads and writes the configuration file of another program: links are followed and kept, nothing is ever half written. */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  accessSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { failure } from '../failure.js';

/** No configuration of a tool comes near it; a larger file is something else. */
const FILE_MAX_BYTES = 16 * 1024 * 1024;

/** Permissions of what is made anew, before the mode mask of the process. */
export interface NewModes {
  readonly file: number;
  readonly folder: number;
}

/** A configuration file as it stands. */
export interface ConfigFile {
  /** Where it really is, links followed. */
  readonly path: string;
  /** Null when there is none yet. */
  readonly text: string | null;
  /** Permission bits; null when there is none yet. */
  readonly mode: number | null;
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const refused = (path: string, why: string, hint: string) =>
  failure('CONFIG_UNTOUCHED', `${path} was left as it is: ${why}`, hint);

/** The path with every link on it followed; parts that do not exist yet are added as they are. */
const realPath = (path: string): string => {
  try {
    return realpathSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT')
      throw refused(path, `it cannot be reached (${codeOf(error)})`, 'look at the links on its path');
    if (lstatSync(path, { throwIfNoEntry: false }))
      throw refused(path, 'it is a link to something that does not exist', 'create the target, or remove the link');
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
};

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
};

/**
 * Reads a configuration file.
 * @param within a folder that links must not lead out of: the files of a project come from other people
 * @throws ConcordatApiError CONFIG_UNTOUCHED when it is no readable text file, or leads elsewhere
 */
export const readConfigFile = (path: string, within: string | null): ConfigFile => {
  const real = realPath(path);
  if (within !== null && !isInside(realpathSync(within), real))
    throw refused(path, `a link leads out of the project, to ${real}`, 'remove the link, or use --scope user');
  const stat = statSync(real, { throwIfNoEntry: false });
  if (!stat) return { path: real, text: null, mode: null };
  if (!stat.isFile()) throw refused(path, 'it is not a file', 'move it away');
  if (stat.size > FILE_MAX_BYTES) throw refused(path, 'it is too large for a configuration', 'look at what it is');
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(real));
    return { path: real, text, mode: stat.mode & 0o777 };
  } catch (error) {
    if (error instanceof TypeError) throw refused(path, 'it is not UTF-8 text', 'convert it to UTF-8');
    throw refused(path, `it cannot be read (${codeOf(error)})`, 'look at its permissions');
  }
};

/** The owner's bit decides: root may write everything, and a read-only file says that somebody does not want it changed. */
const assertWritable = ({ path, mode }: ConfigFile): void => {
  const hint = `allow writing ("chmod u+w ${path}"), or change it where it is made`;
  if (mode !== null && (mode & 0o200) === 0) throw refused(path, 'it is read-only', hint);
  try {
    if (mode !== null) accessSync(path, constants.W_OK);
  } catch {
    throw refused(path, 'it may not be written by you', hint);
  }
};

/** Makes the folders on the way; gives those that were not there, the outermost first. */
const makeFolders = (folder: string, mode: number): string[] => {
  const missing: string[] = [];
  for (let at = folder; !statSync(at, { throwIfNoEntry: false }); at = dirname(at)) missing.unshift(at);
  for (const path of missing) mkdirSync(path, { mode });
  return missing;
};

/** Writes beside the file and moves into its place. A new file gets `newMode` within the mode mask of the process, another keeps its own. */
const writeWhole = ({ path, mode }: ConfigFile, text: string, newMode: number): void => {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  const file = openSync(temporary, 'wx', mode === null ? newMode : 0o600);
  try {
    try {
      writeFileSync(file, text);
      if (mode !== null) fchmodSync(file, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
};

/**
 * Puts `text` in the place of what was read, in one step; the permissions stay. What is made anew gets `modes`.
 * @returns folders that were made for it, the outermost first
 * @throws ConcordatApiError CONFIG_UNTOUCHED when it may not be written, or changed since it was read
 */
export const writeConfigFile = (file: ConfigFile, text: string, modes: NewModes): string[] => {
  assertWritable(file);
  if (readConfigFile(file.path, null).text !== file.text)
    throw refused(file.path, 'it changed in the meantime', 'run the command again');
  try {
    const made = makeFolders(dirname(file.path), modes.folder);
    writeWhole(file, text, modes.file);
    return made;
  } catch (error) {
    throw refused(
      file.path,
      `it cannot be written (${codeOf(error)})`,
      'look at the permissions of its folder, and at the space that is left',
    );
  }
};

/** Deletes a file and those of `folders` that are empty then. */
export const removeConfigFile = (file: ConfigFile, folders: readonly string[]): void => {
  assertWritable(file);
  try {
    rmSync(file.path);
  } catch (error) {
    throw refused(file.path, `it cannot be deleted (${codeOf(error)})`, 'look at the permissions of its folder');
  }
  for (const folder of folders.toReversed()) {
    try {
      rmdirSync(folder);
    } catch {
      // Somebody else put something there: it is theirs now.
      return;
    }
  }
};

/** The error about a file whose content forbids a change. */
export const uneditable = (path: string, why: string) =>
  refused(path, why, 'correct the file, or add the server by hand');
