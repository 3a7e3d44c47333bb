/** Puts an entry into a JSON file with comments, or takes it out, and leaves every other byte as it is. Pure: text in, text out. */
import {
  createScanner,
  findNodeAtLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { isDeepStrictEqual } from 'node:util';
import { UneditableText } from './uneditable.js';

const BOM = '\ufeff';
const PARSE = { allowTrailingComma: true, disallowComments: false } as const;

type Json = Record<string, unknown>;

/** The text without a byte order mark, and the mark. */
const split = (text: string): [mark: string, json: string] =>
  text.startsWith(BOM) ? [BOM, text.slice(1)] : ['', text];

const placeOf = (text: string, offset: number): string => {
  const lines = text.slice(0, offset).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
};

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a node of the tree holds, every key as a property of its own: assigned, `__proto__` would be none. */
const valueOf = (node: Node): unknown => {
  const children = node.children ?? [];
  if (node.type === 'array') return children.map(valueOf);
  if (node.type !== 'object') return node.value;
  return Object.fromEntries(children.map(({ children: [key, value] = [] }) => [key?.value, value && valueOf(value)]));
};

/**
 * What the file holds; an empty file holds an empty object.
 * @throws UneditableText when it is not an object in JSON with comments
 */
export const readJson = (text: string): Json => {
  const [, json] = split(text);
  if (json.trim() === '') return {};
  const errors: ParseError[] = [];
  const tree = parseTree(json, errors, PARSE);
  const [first] = errors;
  if (first)
    throw new UneditableText(
      `it is not valid JSON: ${printParseErrorCode(first.error)} at ${placeOf(json, first.offset)}`,
    );
  const value = tree && valueOf(tree);
  if (!isObject(value)) throw new UneditableText('it does not hold a JSON object');
  return value;
};

const valueAt = (document: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    document,
  );

const changed = (document: Json, keys: readonly string[], value: unknown): Json => {
  const [key = '', ...rest] = keys;
  const { [key]: before, ...others } = document;
  if (rest.length > 0) return { ...document, [key]: changed(isObject(before) ? before : {}, rest, value) };
  return value === undefined ? others : { ...document, [key]: value };
};

/** A key that stands twice is read as one of the two and edited as the other; better to touch nothing then. */
const verified = (text: string, expected: Json): string => {
  if (isDeepStrictEqual(readJson(text), expected)) return text;
  throw new UneditableText('a key stands in it more than once');
};

/** The node at `keys`; the tree and the value of a document agree about it unless a key stands twice. */
const nodeAt = (json: string, keys: readonly string[]): Node => {
  const tree = parseTree(json, [], PARSE);
  const node = tree && findNodeAtLocation(tree, [...keys]);
  if (node) return node;
  throw new UneditableText('a key stands in it more than once');
};

/** Line end and indentation at an offset, and one step of indentation, as the file has them. */
const styleAt = (json: string, offset: number) => {
  const line = json.slice(json.lastIndexOf('\n', offset) + 1);
  return {
    unit: /\n([ \t]+)\S/.exec(json)?.[1] ?? '  ',
    newLine: (json.includes('\r\n') ? '\r\n' : '\n') + (/^[ \t]*/.exec(line)?.[0] ?? ''),
  };
};

/** JSON as people write configurations: an object over several lines, a list on one. */
const printed = (value: unknown, newLine: string, unit: string): string => {
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const lines = Object.entries(value).map(
    ([key, inner]) => `${newLine}${unit}${JSON.stringify(key)}: ${printed(inner, newLine + unit, unit)}`,
  );
  return `{${lines.join(',')}${newLine}}`;
};

/** Puts a property first into an object; what stands there is not touched. */
const withProperty = (json: string, container: Node, key: string, value: unknown): string => {
  const { unit, newLine } = styleAt(json, container.offset);
  const written = printed(value, newLine + unit, unit);
  const from = container.offset + 1;
  const rest = json.slice(from);
  const isEmpty = (container.children ?? []).length === 0;
  const end = !isEmpty ? ',' : /^[ \t]*\r?\n/.test(rest) ? '' : newLine;
  return `${json.slice(0, from)}${newLine}${unit}${JSON.stringify(key)}: ${written}${end}${rest}`;
};

const withValue = (json: string, { offset, length }: Node, value: unknown): string => {
  const { unit, newLine } = styleAt(json, offset);
  return json.slice(0, offset) + printed(value, newLine, unit) + json.slice(offset + length);
};

/**
 * The text with `value` at `keys`, objects on the way made where they are missing.
 * @param text null when there is no file
 * @throws UneditableText when the file cannot be understood, or something else stands on the way
 */
export const withJson = (text: string | null, keys: readonly string[], value: Json): string => {
  const [mark, json] = split(text ?? '');
  const document = readJson(json);
  const expected = changed(document, keys, value);
  if (json.trim() === '') return `${mark}${printed(expected, '\n', '  ')}\n`;
  if (isDeepStrictEqual(valueAt(document, keys), value)) return text ?? '';
  const missing = keys.findIndex((_key, index) => valueAt(document, keys.slice(0, index + 1)) === undefined);
  if (missing < 0) return mark + verified(withValue(json, nodeAt(json, keys), value), expected);
  const way = keys.slice(0, missing);
  if (!isObject(valueAt(document, way))) throw new UneditableText(`"${way.join('.')}" in it is not an object`);
  const [key = '', ...deeper] = keys.slice(missing);
  const wrapped = deeper.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  return mark + verified(withProperty(json, nodeAt(json, way), key, wrapped), expected);
};

/** Offset of the first comma between two offsets that is part of no comment. */
const commaBetween = (json: string, from: number, to: number): number | undefined => {
  const scanner = createScanner(json, true);
  scanner.setPosition(from);
  for (scanner.scan(); scanner.getTokenOffset() < to; scanner.scan())
    if (json[scanner.getTokenOffset()] === ',') return scanner.getTokenOffset();
  return undefined;
};

/** Cuts out a range together with the line break and the indentation before it. */
const cut = (text: string, from: number, to: number): string =>
  text.slice(0, from).replace(/\r?\n[ \t]*$/, '') + text.slice(to);

/** Takes out one property with the comma that belongs to it, and nothing else: comments around it stay. */
const withoutProperty = (json: string, property: Node): string => {
  const siblings = property.parent?.children ?? [];
  const index = siblings.indexOf(property);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  const end = property.offset + property.length;
  const comma = commaBetween(
    json,
    end,
    after?.offset ?? (property.parent?.offset ?? 0) + (property.parent?.length ?? 0),
  );
  if (comma !== undefined) {
    const gap = json.slice(end, comma);
    if (gap.trim() === '') return cut(json, property.offset, comma + 1);
    return cut(json.slice(0, comma) + json.slice(comma + 1), property.offset, end);
  }
  const rest = cut(json, property.offset, end);
  const left = before ? commaBetween(json, before.offset + before.length, property.offset) : undefined;
  return left === undefined ? rest : rest.slice(0, left) + rest.slice(left + 1);
};

/**
 * The text without what stands at `keys`; the objects on the way go too when they are empty then and `base` did not have them.
 * @param base the text from before the entry was put in; null when there was no file
 * @throws UneditableText when the file cannot be understood
 */
export const withoutJson = (text: string, keys: readonly string[], base: string | null): string => {
  const [mark, json] = split(text);
  const document = readJson(json);
  if (valueAt(document, keys) === undefined) return text;
  const had = base === null ? {} : readJson(base);
  let end = keys.length;
  const isOurs = (count: number): boolean =>
    valueAt(had, keys.slice(0, count)) === undefined &&
    Object.keys(valueAt(document, keys.slice(0, count)) ?? {}).length === 1;
  while (end > 1 && isOurs(end - 1)) end -= 1;
  const path = keys.slice(0, end);
  const property = nodeAt(json, path).parent;
  if (!property) return text;
  return mark + verified(withoutProperty(json, property), changed(document, path, undefined));
};
