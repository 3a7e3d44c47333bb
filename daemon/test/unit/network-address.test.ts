import { expect, test } from 'vitest';
import { explainFault, faultCode, networkFault, refusalFault } from '../../src/network/faults.js';
import { isNodeKey, isPrivateHost, resolveAddress } from '../../src/network/address.js';
import { formatAddress, parseAddress } from '../../src/network/index.js';

const KEY = 'ab'.repeat(32);

test('addresses are host:port with an IPv4 address or a name', () => {
  for (const text of ['127.0.0.1:1', 'node-1.example:65535', 'my_host:49737'])
    expect(formatAddress(parseAddress(text))).toBe(text);
  expect(parseAddress(' 10.0.0.1:80 ')).toEqual({ host: '10.0.0.1', port: 80 });
});

test.each(['', 'host', 'host:', ':80', 'host:0', 'host:65536', 'host:8o', '[::1]:80', 'a b:80', 'http://host:80'])(
  'the address %j is refused with the form to use',
  (text) => {
    expect(() => parseAddress(text)).toThrow(`"${text}" is not an address; write host:port`);
  },
);

test('a node key is 64 lower-case hex digits', () => {
  expect([isNodeKey(KEY), isNodeKey(KEY.toUpperCase()), isNodeKey(`${KEY}0`)]).toEqual([true, false, false]);
});

test('private hosts are told from public ones', () => {
  for (const host of [
    '127.0.0.1',
    '127.9.9.9',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.1.1',
    '100.64.0.1',
    'localhost',
  ]) {
    expect([host, isPrivateHost(host)]).toEqual([host, true]);
  }
  for (const host of ['8.8.8.8', '172.32.0.1', '100.128.0.1', 'node.example', '::1', '0.0.0.0']) {
    expect([host, isPrivateHost(host)]).toEqual([host, false]);
  }
});

test('an IPv4 address needs no resolver, localhost resolves to one', async () => {
  expect(await resolveAddress({ host: '203.0.113.7', port: 5 })).toEqual({ host: '203.0.113.7', port: 5 });
  expect(await resolveAddress({ host: 'localhost', port: 5 })).toEqual({ host: '127.0.0.1', port: 5 });
});

test('every fault is a sentence; one that is not known is named, and a peer cannot make one up', () => {
  const at = { addresses: [{ host: '10.0.0.1', port: 7 }], hasDht: false };
  expect(explainFault('PEER_NOT_FOUND', at)).toMatch(
    /^no node with this key answered at 10\.0\.0\.1:7; check that it runs/,
  );
  expect(explainFault('PEER_NOT_FOUND', { ...at, hasDht: true })).toContain('at 10.0.0.1:7 or through the DHT;');
  expect(explainFault('PEER_NOT_FOUND', { addresses: [], hasDht: true })).toContain('answered through the DHT;');
  expect(explainFault('NO_ADDRESS', at)).toContain('--peer');
  expect(explainFault('EWHATEVER', at)).toBe('the connection failed with EWHATEVER');
  expect(explainFault('constructor', at)).toBe('the connection failed with constructor');
  expect(faultCode(networkFault('HALF_OPEN'))).toBe('HALF_OPEN');
  expect(faultCode(new Error('Stream timed out'))).toBe('ETIMEDOUT');
  expect(faultCode(new Error('other'))).toBe('CLOSED');
  expect(faultCode(null)).toBe('CLOSED');
  expect(refusalFault('TOO_MANY_CONNECTIONS').code).toBe('TOO_MANY_CONNECTIONS');
  expect(refusalFault('<b>EVIL</b>').code).toBe('CLOSED');
});
