import { describe, expect, test } from 'vitest';
import { isNetwork, networksOf, plainAddress } from '../../../src/lib/networks.ts';

describe('an address lies in one of some networks', () => {
  const NETWORKS = ['203.0.113.7', '10.0.0.0/8', '2001:db8::/32', '192.0.2.128/25'];

  test.each([
    ['203.0.113.7', true],
    ['203.0.113.8', false],
    ['10.255.255.255', true],
    ['11.0.0.0', false],
    ['192.0.2.127', false],
    ['192.0.2.128', true],
    ['2001:db8:ffff::1', true],
    ['2001:db9::1', false],
    ['::ffff:10.1.2.3', true],
    ['::FFFF:203.0.113.7', true],
    ['nowhere', false],
    ['', false],
    [null, false],
  ])('%s: %s', (address, lies) => {
    expect(networksOf(NETWORKS)(address)).toBe(lies);
  });

  test('nothing lies in none', () => expect(networksOf([])('127.0.0.1')).toBe(false));

  test('everything of its family lies in the whole', () => {
    expect(networksOf(['0.0.0.0/0'])('198.51.100.1')).toBe(true);
    expect(networksOf(['0.0.0.0/0'])('2001:db8::1')).toBe(false);
  });
});

test.each(['10.0.0.0/33', '::1/129', '10.0.0', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/-1', 'localhost', '', '/8', '10.0.0.1:80'])(
  '%j is no network',
  (text) => {
    expect(isNetwork(text)).toBe(false);
    expect(() => networksOf([text])).toThrow(/expected an address or a network/);
  },
);

test.each([
  ['127.0.0.1', '127.0.0.1'],
  [' 127.0.0.1 ', '127.0.0.1'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['127.0.0.1:443', null],
  ['unknown', null],
])('%j is the address %j', (text, address) => expect(plainAddress(text)).toBe(address));
