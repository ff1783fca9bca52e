import { expect, test } from 'vitest';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { maskInquiry } from '../../../src/services/masked-inquiry.ts';
import { processorMs } from '../../support/processor-ms.ts';

const ROW: Parameters<typeof maskInquiry>[0] = {
  gateway: 'plain',
  id: 'mo-1',
  phone: '84905123456',
  text: 'MCKH 0101701234',
  sentAt: '2017-11-23 01:15:00+00',
  receivedAt: '2017-11-23 01:15:00.25+00',
  codeKeys: [codeKey('0101701234')],
  outcome: 'answered',
  reply: 'TB',
  charge: true,
  source: 'workflow',
  answeredAt: null,
  replyStatus: null,
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
  ['091212345678901', '091212345678901'],
  ['090512345678901', '***'],
  ['MCKH 0101701234 0977775885', 'MCKH 0101701234 0977 *** 885'],
  ['MCKH 0101 701 234 0977 775 885 cam on', 'MCKH 0101 701 234 0977 *** 885 cam on'],
  ['goi 0084 977 775 885', 'goi 0977 *** 885'],
  ['goi +84(0)977.775.885', 'goi 0977 *** 885'],
  ['goi 0977 - 775 - 885', 'goi 0977 *** 885'],
  ['goi 0977\u2013775\u2013885', 'goi 0977 *** 885'],
  ['goi 0977\u200b775\u200b885', 'goi 0977 *** 885'],
  ['goi ０９７７７７５８８５', 'goi 0977 *** 885'],
  ['goi 0977/775/885', 'goi 0977 *** 885'],
  ['goi 0977\n775885', 'goi 0977 *** 885'],
  ['goi 977775885', 'goi 0977 *** 885'],
  ['goi 01682345678', 'goi 0382 *** 678'],
  ['so:0977775885', 'so:0977 *** 885'],
  ['MCKH0977775885', 'MCKH0977 *** 885'],
  ['may ban 0258 3822 222', 'may ban 025***'],
  ['may ban +84 258 3822222', 'may ban +84***'],
  ['goi +1 202-555-0123', 'goi +12***'],
  ['goi 001 202 555 0123', 'goi 001***'],
  ['x84905123456789', 'x***'],
  ['MCKH 000.00.01.H32-261123-0001', 'MCKH 000.00.01.H32-261123-0001'],
  ['ngay 23/11/2026 luc 08:15', 'ngay 23/11/2026 luc 08:15'],
])('requirements §9: the text %j is shown as %j', (text, shown) => {
  expect(maskInquiry({ ...ROW, text }).text).toBe(shown);
});

test.each([
  ['Không tìm thấy hồ sơ có mã số biên nhận 02583822222. Vui lòng', 'Không tìm thấy hồ sơ có mã số biên nhận 025***. Vui lòng'],
  ['Không tìm thấy hồ sơ có mã số biên nhận A0977775885', 'Không tìm thấy hồ sơ có mã số biên nhận A0977 *** 885'],
])('requirements §9: the reply %j is shown as %j', (reply, shown) => {
  expect(maskInquiry({ ...ROW, reply }).reply).toBe(shown);
});

test('requirements §9: an id that a gateway makes of the number is masked', () => {
  expect(maskInquiry({ ...ROW, id: '84905123456-20171123-1' }).id).toBe('0905 *** 456-20171123-1');
  expect(maskInquiry({ ...ROW, phone: '12025550123', id: 'mo_12025550123_1' }).id).toBe('mo_***_1');
});

test.each(['0381234567', 'TC-0381234567', '0381-234567/H32'])(
  'a code that reads as a number is shown where the inquiry is about it: %s',
  (code) => {
    const text = `(MS: ${code}), goi 0381234568`;
    expect(maskInquiry({ ...ROW, text, codeKeys: [codeKey(code)] }).text).toBe(`(MS: ${code}), goi 0381 *** 568`);
    expect(maskInquiry({ ...ROW, text }).text).not.toContain(code);
  },
);

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

test('the longest texts are masked within bounds', () => {
  const texts = ['1 ', '0 ', '09 ', '12 ', '+84 ', '0  9', '9 '].map((part) => part.repeat(2000 / part.length));
  const took = processorMs(() => {
    for (const text of texts) maskInquiry({ ...ROW, text });
  });
  expect(took).toBeLessThan(500);
});
