/**
 * A block of our own at the end of a TOML file, between two comments: a table may stand anywhere in TOML, so nothing else needs to be touched.
 * Pure: text in, text out.
 */
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify, TomlError } from 'smol-toml';
import { UneditableText } from './uneditable.js';

const BEGIN = '# concordat: begin (written by "concordat setup", and taken out by its --remove)';
const END = '# concordat: end';

type Table = Record<string, unknown>;

const read = (text: string): Table => {
  try {
    return parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [what = ''] = error.message.split('\n');
    throw new UneditableText(`it is not valid TOML: ${what} at line ${error.line}, column ${error.column}`);
  }
};

/** Offsets of the block, the empty line before it and its last line end included. */
const blockOf = (text: string): [from: number, to: number] | undefined => {
  const found = /(?:^|(?<=\n))(\r?\n)?# concordat: begin [^\n]*\n[\s\S]*?\n# concordat: end(\r?\n|$)/.exec(text);
  return found ? [found.index, found.index + found[0].length] : undefined;
};

const serverIn = (document: Table, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((value, key) => (value as Table | undefined)?.[key], document);

const without = (document: Table, [key = '', ...rest]: readonly string[]): Table => {
  const { [key]: before, ...others } = document;
  if (rest.length === 0 || before === undefined) return others;
  const smaller = without(before as Table, rest);
  return Object.keys(smaller).length === 0 ? others : { ...others, [key]: smaller };
};

/**
 * The text without the block.
 * @throws UneditableText when the file cannot be understood, or the server is also described outside of the block
 */
export const withoutToml = (text: string, keys: readonly string[]): string => {
  const document = read(text);
  const block = blockOf(text);
  if (!block) return text;
  const rest = text.slice(0, block[0]) + text.slice(block[1]);
  const left = read(rest);
  // A key written right behind the block belongs to its table, and would fall to the table before.
  const othersStay = isDeepStrictEqual(without(left, keys), without(document, keys));
  if (othersStay && serverIn(left, keys) === undefined) return rest;
  throw new UneditableText(
    `"${keys.join('.')}" is also described outside of the block that was written by this command`,
  );
};

/**
 * The text with the block.
 * @param text null when there is no file
 * @throws UneditableText when the file cannot be understood, or has a server of this name already
 */
export const withToml = (text: string | null, keys: readonly string[], value: Table): string => {
  const base = withoutToml(text ?? '', keys);
  if (serverIn(read(base), keys) !== undefined)
    throw new UneditableText(`it has "${keys.join('.')}" already, written by somebody else`);
  const eol = base.includes('\r\n') ? '\r\n' : '\n';
  const nested = keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Table;
  const lines = [BEGIN, ...stringify(nested).trim().split('\n'), END];
  const gap = base === '' ? '' : base.endsWith('\n') ? eol : eol + eol;
  const result = `${base}${gap}${lines.join(eol)}${eol}`;
  // The parser makes objects without a prototype, which are never strictly equal to others.
  if (isDeepStrictEqual(structuredClone(serverIn(read(result), keys)), structuredClone(value))) return result;
  throw new UneditableText('a table cannot be added to it');
};
