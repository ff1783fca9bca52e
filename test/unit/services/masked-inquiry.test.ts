import { expect, test } from 'vitest';
import { maskInquiry } from '../../../src/services/masked-inquiry.ts';

const ROW: Parameters<typeof maskInquiry>[0] = {
  gateway: 'plain',
  id: 'mo-1',
  phone: '84905123456',
  text: 'MCKH 0101701234',
  sentAt: '2017-11-23 01:15:00+00',
  receivedAt: '2017-11-23 01:15:00.25+00',
  codeKeys: ['0101701234'],
  outcome: 'answered',
  reply: 'TB',
  charge: true,
  source: 'workflow',
  answeredAt: null,
};

test.each([
  ['84905123456', '0905 *** 456'],
  ['0905123456', '0905 *** 456'],
  ['+14155550123', '+14***'],
  ['8083', '808***'],
])('requirements §9: the sender %s is shown as %s', (phone, shown) => {
  expect(maskInquiry({ ...ROW, phone }).from).toBe(shown);
});

test.each([
  ['MCKH 0101701234', 'MCKH 0101701234'],
  ['goi lai 0905123456 nhe', 'goi lai 0905 *** 456 nhe'],
  ['goi lai 0905.123.456', 'goi lai 0905 *** 456'],
  ['+84 905 123 456', '0905 *** 456'],
  ['090512345678901', '090512345678901'],
])('requirements §9: the text %j is shown as %j', (text, shown) => {
  expect(maskInquiry({ ...ROW, text }).text).toBe(shown);
});

test('what is erased or not yet answered is null, and moments are instants', () => {
  expect(maskInquiry({ ...ROW, phone: null, text: null, charge: null })).toMatchObject({
    from: null,
    text: null,
    charge: false,
    sentAt: '2017-11-23T01:15:00.000Z',
    receivedAt: '2017-11-23T01:15:00.250Z',
    answeredAt: null,
  });
});
