import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { readJson, withJson, withoutJson } from '../src/setup/json-text.js';
import { withoutToml, withToml } from '../src/setup/toml-text.js';
import { UneditableText } from '../src/setup/uneditable.js';

const KEYS = ['servers', 'inner', 'concordat'];
const VALUE = { command: 'npx', args: ['-y', '"quoted"', 'line\nbreak'] };

const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4, noNullPrototype: true });

/** JSON as people leave it: any indentation, comments, and sometimes a place for servers already. */
const written = fc
  .record({
    document: object,
    servers: fc.option(object, { nil: undefined }),
    indent: fc.constantFrom('', '  ', '    ', '\t'),
    comment: fc.constantFrom('', '// a, b\n', '/* } */'),
    eol: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ document, servers, indent, comment, eol }) => {
    const { servers: _ours, ...others } = document;
    const whole = servers === undefined ? others : { ...others, servers: { ...servers, inner: {} } };
    return (comment + JSON.stringify(whole, null, indent) + comment).replaceAll('\n', eol);
  });

describe('an entry in a JSON file', () => {
  it('comes in beside everything else, and goes without a trace in what the file holds', () => {
    fc.assert(
      fc.property(written, (text) => {
        const before = readJson(text);
        const added = withJson(text, KEYS, VALUE);
        const { servers, ...others } = readJson(added) as { servers: { inner: object } };
        const { servers: known, ...rest } = before as { servers?: object };
        expect(others).toEqual(rest);
        expect(servers).toEqual({ ...known, inner: { concordat: VALUE } });
        expect(readJson(withoutJson(added, KEYS, text))).toEqual(before);
        expect(withJson(added, KEYS, VALUE)).toBe(added);
      }),
      { examples: [['{"servers":{"__proto__":{},"inner":{}}}'], ['{"__proto__":{"a":1}}']] },
    );
  });

  it('is taken out of any place among others, with one comma', () => {
    for (const text of [
      '{"a": 1 /* x */, "s": 2 // y\n}',
      '{"s": 2 /* , */ , "a": 1}',
      '{"a": 1, "s": 2, "b": 3,}',
      '{"s": 2}',
    ]) {
      const rest = withoutJson(text, ['s'], null);
      expect(readJson(rest)).not.toHaveProperty('s');
      for (const [comment] of text.matchAll(/\/\* . \*\/|\/\/ y/g)) expect(rest).toContain(comment);
    }
  });

  it('is never put into what is not JSON', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', 'a', '1', '/', '*', '\n') }),
        (text) => {
          try {
            expect(readJson(withJson(text, KEYS, VALUE))).toHaveProperty(KEYS, VALUE);
          } catch (error) {
            expect(error).toBeInstanceOf(UneditableText);
          }
        },
      ),
    );
  });
});

describe('a block in a TOML file', () => {
  const keys = ['mcp_servers', 'concordat'];

  it.each([
    '',
    'a = 1',
    'a = 1\n',
    'a = 1\r\n[t]\r\nb = 2\r\n',
    '[mcp_servers]\n',
    '[mcp_servers.other]\ncommand = "x"\n\n\n',
  ])('stands behind %j and leaves it as it was', (text) => {
    const added = withToml(text, keys, VALUE);
    expect(added.startsWith(text)).toBe(true);
    expect(parse(added)).toMatchObject(parse(text));
    expect(withToml(added, keys, VALUE)).toBe(added);
    expect(withoutToml(added, keys).trimEnd()).toBe(text.trimEnd());
  });

  it.each(['mcp_servers = { other = { command = "x" } }', 'mcp_servers = 1', '[[mcp_servers]]\na = 1'])(
    'is not added to %j, where no table can be',
    (text) => {
      expect(() => withToml(text, keys, VALUE)).toThrow(UneditableText);
    },
  );
});
