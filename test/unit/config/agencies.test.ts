import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const ENOUGH = { DATABASE_URL: 'postgres://db/mot_cua', SMS_GATEWAY_URL: 'https://gateway/send' };
const UNSAID = { sender: null, gateways: null, publicSteps: {}, weight: 1 };

let folder: ReturnType<typeof openSettingsFolder>;
beforeAll(() => void (folder = openSettingsFolder()));
afterAll(() => folder[Symbol.dispose]());

describe('AGENCIES_FILE (contract §1)', () => {
  test('names alone', () => {
    const { agencies } = read({ 'so-xay-dung': 'Sở Xây dựng' }, { AGENCY_NAME: 'Sở Y tế' });
    expect(agencies).toEqual({ 'so-xay-dung': { name: 'Sở Xây dựng', ...UNSAID }, default: { name: 'Sở Y tế', ...UNSAID } });
  });

  test('a sender, gateways, public names of steps and a weight', () => {
    const { agencies, inquiries } = read({
      a: { name: 'Sở A', sender: 'SO-A', gateways: ['plain'], steps: { 'Thẩm định': ' Đang thẩm định hồ sơ ' }, weight: 100 },
    });
    expect(agencies['a']).toEqual({
      name: 'Sở A',
      sender: 'SO-A',
      gateways: ['plain'],
      publicSteps: { 'Thẩm định': 'Đang thẩm định hồ sơ' },
      weight: 100,
    });
    expect(inquiries.ownNumbers).toEqual(['8083', 'SO-A']);
  });

  test('the agency default has its name from AGENCY_NAME and may have the rest from the file', () => {
    expect(read({ default: { name: 'x', weight: 3 } }, { AGENCY_NAME: 'Sở Y tế' }).agencies).toEqual({
      default: { name: 'Sở Y tế', ...UNSAID, weight: 3 },
    });
  });

  test('a name that every object has is no agency', () => expect(Object.keys(read({}).agencies)).toEqual(['default']));
});

describe('what is wrong with AGENCIES_FILE is named with its path', () => {
  test.each<[string, unknown, string]>([
    ['no JSON', '{', 'AGENCIES_FILE: expected a JSON file'],
    ['a list', [], 'AGENCIES_FILE: expected a JSON file'],
    ['a number for a name', { a: 1 }, 'AGENCIES_FILE: a: expected a text'],
    ['null', { a: null }, 'AGENCIES_FILE: a: expected an object'],
    ['a blank id', { ' ': 'Sở A' }, 'AGENCIES_FILE: [" "]: expected an id'],
    ['an id of 51 characters', { ['a'.repeat(51)]: 'Sở A' }, `AGENCIES_FILE: ${'a'.repeat(51)}: expected an id`],
    [
      'an id of 66 bytes, which Temporal would refuse',
      { ['ở'.repeat(22)]: 'Sở A' },
      'expected an id of at most 50 characters on one line and 64 bytes',
    ],
    ['one id twice', '{"a":"Sở A","a ":"Sở B"}', 'AGENCIES_FILE: ["a "]: is there in two spellings'],
    ['no name', { a: { weight: 1 } }, 'AGENCIES_FILE: a.name: is missing'],
    ['an unknown field', { a: { name: 'A', wieght: 2 } }, 'AGENCIES_FILE: a.wieght: unknown field'],
    ['a weight of 0', { a: { name: 'A', weight: 0 } }, 'AGENCIES_FILE: a.weight: expected 1 or more'],
    ['a weight of 101', { a: { name: 'A', weight: 101 } }, 'AGENCIES_FILE: a.weight: expected 100 or less'],
    ['half a weight', { a: { name: 'A', weight: 1.5 } }, 'AGENCIES_FILE: a.weight: expected a whole number'],
    ['a sender with accents', { a: { name: 'A', sender: 'Sở' } }, 'AGENCIES_FILE: a.sender: expected at most 40 ASCII'],
    ['no gateway', { a: { name: 'A', gateways: [] } }, 'AGENCIES_FILE: a.gateways: expected a list of 1 or more'],
    ['a gateway that is not there', { a: { name: 'A', gateways: ['plain', 'b'] } }, 'AGENCIES_FILE: a.gateways[1]: expected one of plain'],
    ['a blank public name', { a: { name: 'A', steps: { x: ' ' } } }, 'AGENCIES_FILE: a.steps.x: expected at most 100'],
    [
      'one step twice',
      { a: { name: 'A', steps: { 'Thẩm định': 'x', 'tham dinh.': 'y' } } },
      'AGENCIES_FILE: a.steps: expected each step once',
    ],
  ])('%s', (_what, content, fault) => expect(() => read(content)).toThrow(fault));

  test('requirements §2 with ascii the public names of steps fit GSM 03.38, too', () => {
    const file = { a: { name: 'Sở A', steps: { x: 'Đang thẩm định', y: 'Xong 😀' } } };
    expect(() => read(file)).not.toThrow();
    expect(() => read(file, { SMS_ENCODING: 'ascii' })).toThrow(
      'AGENCIES_FILE: a.steps.y: expected a name that the encoding ascii can write, came Xong 😀 with 😀',
    );
  });
});

describe('requirements §8.1: keys that are bound to agencies (contract §1)', () => {
  const SECRET = 'a-secret-of-16-or-more';
  const file = { 'so-y-te': 'Sở Y tế', 'sở-x': 'Sở X' };
  const keysOf = (API_KEYS: string) => read(file, { API_KEYS }).api.keys;

  test('to none, to one, to several, in any spelling and once', () => {
    const given = [`a:clerk:${SECRET}`, `b:clerk:${SECRET}2:so-y-te`, `c:clerk:${SECRET}3: ${'sở-x'.normalize('NFD')} |default|default`];
    expect(keysOf(given.join(', ')).map(({ agencies }) => agencies)).toEqual([null, ['so-y-te'], ['sở-x', 'default']]);
  });

  test('an unknown one stops the program, which shows nothing that may be the end of a secret', () => {
    const start = () => keysOf(`a:clerk:${SECRET}:so-y-te,b:clerk:${SECRET}2:so-y-te|rest-of-a-secret`);
    expect(start).toThrow('API_KEYS: expected agencies of the key b that are among so-y-te, sở-x, default');
    expect(start).not.toThrow('rest-of-a-secret');
  });

  test('a name that every object has is none', () => expect(() => keysOf(`a:clerk:${SECRET}:constructor`)).toThrow('API_KEYS'));

  test('nothing is said of them while the file of agencies is wrong', () => {
    expect(() => read('{', { API_KEYS: `a:clerk:${SECRET}:so-y-te` })).not.toThrow('API_KEYS');
  });
});

function read(content: unknown, env: Record<string, string> = {}) {
  return readConfig({ ...ENOUGH, AGENCIES_FILE: folder.file(content), ...env }, 'worker');
}
