import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../src/domain/notice-key.ts';
import { segmentsOf, withoutDiacritics } from '../../../src/domain/sms-text.ts';
import { noticeText, replies, statusText } from '../../../src/domain/texts.ts';
import { aDossier, day } from '../../support/dossiers.ts';
import { readProjectFile } from '../../support/project-files.ts';

const AGENCY = 'Sở Tài chính';
const STATUS = 'Hồ sơ của quý ông/bà (MS: 0101701234) hiện đang ở bước Thẩm định, trạng thái hồ sơ: Đúng hạn';
const TEXTS: [string, Notice, string, number, number, number][] = [
  [
    'M1',
    { kind: 'result', round: 1 },
    'TB: Hồ sơ của quý ông/bà (MS: 0101701234) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận kết quả',
    ...([130, 2, 1] as const),
  ],
  [
    'M2',
    { kind: 'supplement', round: 1 },
    'TB: hồ sơ của quý ông/bà (MS: 0101701234) cần bổ sung theo quy định. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để ' +
      'nhận thông báo',
    ...([134, 2, 1] as const),
  ],
  [
    'M3',
    { kind: 'apology', dueDate: day('2017-03-15') },
    'TB: hồ sơ của quý ông/bà (MS: 0101701234) chưa có kết quả vào ngày 15/03/2017. Ông/bà có thể đến Bộ phận Một cửa của Sở ' +
      'Tài chính nhận Thông báo xin lỗi, hẹn lại thời gian trả kết quả hoặc đến nhận kết quả khi có tin nhắn tiếp theo',
    ...([231, 4, 2] as const),
  ],
];

describe('requirements §2 the texts of the notice, verbatim', () => {
  test.each(TEXTS)('%s, byte for byte', (_, notice, text, length, unicode, ascii) => {
    const made = noticeText(notice, '0101701234', AGENCY);
    expect(Buffer.from(made)).toEqual(Buffer.from(text));
    expect(made.normalize('NFC')).toBe(made);
    expect([made.length, segmentsOf(made).segments, segmentsOf(withoutDiacritics(made)).segments]).toEqual([length, unicode, ascii]);
    expect(segmentsOf(withoutDiacritics(made)).encoding).toBe('gsm7');
  });

  test('they are those of the notice of 2017 itself', () => {
    const notice = readProjectFile('docs/notice-2017.md').normalize('NFC');
    for (const [, , text] of TEXTS) {
      const printed = text.replace('0101701234', '{Mã số biên nhận}').replace('15/03/2017', '(ngày hẹn trả)');
      expect(notice).toContain(`“${printed}”`);
    }
    const status = STATUS.replace('0101701234', '{Mã số biên nhận}').replace('Đúng hạn', '{Đúng hạn/ Trễ hạn}');
    expect(notice).toContain(status.replace('Thẩm định', '{Tên bước giải quyết hiện tại}'));
  });

  test.each([...TEXTS.map(([name, , text]) => [name, text] as const), ['M4', STATUS] as const])(
    '%s is that of the requirements',
    (name, text) => {
      const wanted = text
        .replace('0101701234', '{code}')
        .replace('15/03/2017', '{date}')
        .replace('bước Thẩm định', 'bước {step}')
        .replace('Đúng hạn', '{Đúng hạn|Trễ hạn}');
      expect(readProjectFile('docs/requirements.md')).toContain(`\n- ${name} \`${wanted}\`\n`);
    },
  );

  test('M4', () => {
    const text = statusText(aDossier({}, { step: 'Thẩm định' }), day('2026-11-27'), null);
    expect(text).toBe(STATUS);
    expect(text.length).toBe(92);
  });

  test.each([
    ['handed_over', 'Trả kết quả'],
    ['withdrawn', 'Đã rút hồ sơ'],
    ['rejected', 'Từ chối giải quyết'],
  ] as const)('requirements §7.3 after %s the step is %s', (close, step) => {
    const agency = { publicSteps: { 'Trả kết quả': 'Trả giấy phép', 'Thẩm định': 'Đang thẩm định' } };
    expect(statusText(aDossier({}, { step: 'Thẩm định' }, { close }), day('2026-11-21'), agency)).toContain(
      `hiện đang ở bước ${step}, trạng thái`,
    );
  });

  test.each([
    ['Thẩm định', 'Đang thẩm định hồ sơ'],
    ['THAM DINH.', 'Đang thẩm định hồ sơ'],
    ['Thẩm định giá', 'Thẩm định giá'],
    ['Trả kết quả', 'Trả giấy phép'],
    ['constructor', 'constructor'],
  ])('requirements §7.3 the public reads %s as %s', (step, shown) => {
    const agency = { publicSteps: { 'Thẩm định': 'Đang thẩm định hồ sơ', 'Trả kết quả': 'Trả giấy phép' } };
    expect(statusText(aDossier({}, { step }), day('2026-11-27'), agency)).toContain(`hiện đang ở bước ${shown}, trạng thái`);
  });

  test('our replies', () => {
    expect(replies.syntax('MCKH', '8083')).toBe('Tin nhắn sai cú pháp. Soạn: MCKH <Mã số biên nhận> gửi 8083. Ví dụ: MCKH 0101701234');
    expect(replies.unknown('0101701234')).toBe(
      'Không tìm thấy hồ sơ có mã số biên nhận 0101701234. Vui lòng kiểm tra lại mã trên Giấy biên nhận hồ sơ và hẹn trả kết quả',
    );
  });
});
