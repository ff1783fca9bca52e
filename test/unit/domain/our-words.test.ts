import { describe, expect, test } from 'vitest';
import { quotesOurText } from '../../../src/domain/our-words.ts';
import { withoutDiacritics } from '../../../src/domain/sms-text.ts';
import { noticeText, replies, statusText } from '../../../src/domain/texts.ts';
import { aDossier, day } from '../../support/dossiers.ts';
import { processorMs } from '../../support/processor-ms.ts';

const CODE = '0101701234';
const NATIONAL = '000.00.01.H32-261123-0001';
const AGENCIES = ['Sở Tài chính', 'UBND huyện Cư M’gar'];
const TEXTS: [string, string][] = [
  ...[CODE, NATIONAL].flatMap((code) =>
    AGENCIES.flatMap((agency): [string, string][] => [
      ['M1', noticeText({ kind: 'result', round: 1 }, code, agency)],
      ['M2', noticeText({ kind: 'supplement', round: 1 }, code, agency)],
      ['M3', noticeText({ kind: 'apology', dueDate: day('2017-03-15') }, code, agency)],
    ]),
  ),
  ['M4', statusText(aDossier(), day('2017-03-15'), null)],
  ['two M4', `${statusText(aDossier(), day('2017-03-15'), null)}\n${replies.unknown('9999999999')}`],
  ['syntax', replies.syntax('MCKH', '8083')],
  ['unknown', replies.unknown(CODE)],
  ['busy', replies.busy],
  ['too_many', replies.tooMany],
];

describe('requirements §7.8 a text that quotes one of ours is not answered', () => {
  test.each(TEXTS)('%s, as it was sent, in any letters, quoted and forwarded: %s', (_name, text) => {
    const missed: string[] = [];
    for (const one of [text, text.normalize('NFD'), withoutDiacritics(text), text.toUpperCase(), withoutDiacritics(text).toLowerCase()])
      for (const sent of [one, `"${one}"`, `“${one}”`, `> ${one}`, `Fwd: ${one}`, `${one} cam on`, `${one}\nMCKH ${CODE}`])
        if (!quotesOurText(sent)) missed.push(sent);
    expect(missed).toEqual([]);
  });

  test.each(TEXTS)('%s, cut anywhere behind its beginning: %s', (_name, text) => {
    const missed: string[] = [];
    for (let length = 34; length <= text.length; length++)
      for (const cut of [text.slice(0, length), `${withoutDiacritics(text).slice(0, length)}...`, `"${text.slice(0, length)}…"`])
        if (!quotesOurText(cut)) missed.push(cut);
    expect(missed).toEqual([]);
  });

  test.each(TEXTS)('%s, its second half: %s', (_name, text) => {
    const half = text.slice(Math.floor(text.length / 2));
    expect([half, quotesOurText(half)]).toEqual([half, true]);
  });

  test.each([
    'Liked "TB: Hồ sơ …"',
    'Liked “TB: Hồ sơ của quý ông/bà (MS: 0101701234) đã được giải quyết xong.”',
    'Loved "TB: hồ sơ…"',
    'LOVED “TB…”',
    'Disliked “Hồ sơ của quý ông/bà”',
    'Laughed at “Hồ sơ”',
    'Emphasized “Hồ sơ”',
    'Emphasised “Hồ sơ”',
    'Questioned “Hồ sơ của”',
    'Removed a like from “Hồ sơ”',
    'Removed an exclamation from “Hồ sơ”',
    'Reacted 👍 to “Hồ sơ”',
    '👍 to “Hồ sơ”',
    '❤️ to “ Hồ sơ ”',
    '\u200b👍\u200b to “\u200aHồ sơ\u200a”',
    '👍🏽 với “Hồ sơ”',
    'Đã thích "TB: Hồ sơ …"',
    'Da thich "TB: Ho so ..."',
    'ĐÃ THÍCH “TB”',
    'Đã yêu thích “Hồ sơ”',
    'Đã không thích “Hồ sơ”',
    'Đã bỏ thích “Hồ sơ”',
    'Đã cười “Hồ sơ”',
    'Đã nhấn mạnh “Hồ sơ”',
    'Đã hỏi về “Hồ sơ”',
    'Đã bày tỏ cảm xúc 👍 với “Hồ sơ”',
    'Đã thả cảm xúc: “Hồ sơ”',
    'Liked TB: Hồ sơ của quý ông/bà (MS: 0101701234)',
    '(MS: 0101701234) đã được giải quyết xong',
    'bà (MS: 0101701234) hiện đang ở bước',
    'n đang ở bước Thẩm định, trạng thái hồ sơ: Đúng hạn',
    'Soạn: MCKH <Mã số biên nhận> gửi 8083. Ví dụ: MCKH 0101701234',
    'Tin nhan sai cu phap',
  ])('%j', (text) => {
    expect(quotesOurText(text)).toBe(true);
  });

  test.each([
    '',
    'MCKH',
    'MCKH 0101701234',
    '"MCKH 0101701234"',
    '“0101701234”',
    'MCKH 0101701234 gui 8083',
    'Soạn MCKH 0101701234 gửi 8083',
    'MCKH <Mã số biên nhận> 0101701234',
    'MCKH Mã số biên nhận 0101701234',
    'Cho toi hoi "0101701234"',
    'Toi thich "MCKH 0101701234"',
    'liked 0101701234',
    'da thich 0101701234',
    'TB: hồ sơ 0101701234',
    'Hồ sơ MS 0101701234 đã được giải quyết xong chưa',
    'Hồ sơ của tôi (MS 0101701234) hiện đang ở bước nào',
    'Ho so (MS: 0101701234) cua toi hien dang o dau',
    'ho so 0101701234 dang o buoc nao, trang thai ho so dung han hay tre han?',
    'Không tìm thấy hồ sơ 0101701234 trên mạng',
    'Cho hỏi hồ sơ có mã số biên nhận 0101701234 thế nào',
    'mã trên Giấy biên nhận hồ sơ và hẹn trả kết quả là 0101701234',
    'Toi den Bo phan Mot cua cua So Tai chinh de nhan ket qua duoc chua 0101701234',
    'hồ sơ 0101701234 chưa có kết quả vào ngày hẹn 15/03/2017',
    'Sao lai bao sai cu phap? MCKH 0101701234',
    'ho so 0101701234 can bo sung theo quy dinh gi',
    'Kinh gui quy ong ba, ho so 0101701234',
    'He thong dang ban? MCKH 0101701234',
    'vui long kiem tra 0101701234',
    '👍 MCKH 0101701234',
    'MCKH 0101701234 👍',
    'trang thai ho so',
    'ma so bien nhan',
    'ho so cua',
  ])('but %j is no quotation', (text) => {
    expect(quotesOurText(text)).toBe(false);
  });

  test('the longest texts are read within bounds', () => {
    const words = ['dang o buoc ', 'ma so bien nhan ', '(ms: 1) ', 'removed a ', '👍'].map((word) => word.repeat(10_000));
    const took = processorMs(() => {
      for (const text of words.flatMap((word) => [word, `${word}"`])) quotesOurText(text);
    });
    expect(took).toBeLessThan(1000);
  });
});
