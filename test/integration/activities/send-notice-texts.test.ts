import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Phone } from '../../../src/domain/phone.ts';
import { code, day } from '../../support/dossiers.ts';
import { aDatabase, anEvent, aRecordedDossier, record } from '../../support/records.ts';
import { anOrder, anSmsRoom, RESULT, SUPPLEMENT } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

describe('what is handed over (requirements §2)', () => {
  const AGENCY = { default: 'Sở Tài chính', 'so-xay-dung': 'Sở Xây dựng' } as const;
  const agencyName = (id: string) => (id === 'so-xay-dung' ? AGENCY[id] : AGENCY.default);
  const TEXTS = [
    [
      RESULT,
      'TB: Hồ sơ của quý ông/bà (MS: 0101701234) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận kết quả',
      2,
      1,
    ],
    [
      SUPPLEMENT,
      'TB: hồ sơ của quý ông/bà (MS: 0101701234) cần bổ sung theo quy định. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận thông báo',
      2,
      1,
    ],
    [
      { kind: 'apology', dueDate: day('2999-03-15') },
      'TB: hồ sơ của quý ông/bà (MS: 0101701234) chưa có kết quả vào ngày 15/03/2999. Ông/bà có thể đến Bộ phận Một cửa của Sở Tài chính nhận Thông báo xin lỗi, hẹn lại thời gian trả kết quả hoặc đến nhận kết quả khi có tin nhắn tiếp theo',
      4,
      2,
    ],
  ] as const;

  test('is byte for byte the text of the notice of 2017, in the ledger too; for a gateway without diacritics only the segments differ', async () => {
    const dossier = await aRecordedDossier(database, { receiptCode: code('0101701234') });
    for (const [notice, text, unicode, ascii] of TEXTS) {
      for (const [encoding, segments] of [
        ['unicode', unicode],
        ['ascii', ascii],
      ] as const) {
        const room = await anSmsRoom(database, { encoding, agencyName });
        const order = anOrder(dossier, notice);
        await room.sendNotice(order);
        expect(room.handed.map((message) => Buffer.from(message.text))).toEqual([Buffer.from(text)]);
        expect(await room.row(order)).toMatchObject({ text, segments });
        await database.sql`delete from notices`;
      }
    }
  });

  test('names the agency of the dossier', async () => {
    const room = await anSmsRoom(database, { agencyName });
    await room.sendNotice(anOrder(await aRecordedDossier(database, { agency: 'so-xay-dung' })));
    expect(room.handed[0]?.text).toContain('Bộ phận Một cửa của Sở Xây dựng để nhận kết quả');
  });
});

describe('phones (requirements §5.4)', () => {
  test('a notice without a phone is skipped, and a contact that comes later sends no old notice', async () => {
    const dossier = await aRecordedDossier(database, { phone: null });
    const room = await anSmsRoom(database);
    expect(await room.sendNotice(anOrder(dossier))).toEqual({ status: 'skipped' });
    expect(await room.row(anOrder(dossier))).toMatchObject({ reason: 'no_phone', attempts: 1 });

    await record(database, dossier, contact('84912345678' as Phone));
    expect(await room.sendNotice(anOrder(dossier, RESULT, { seq: 1 }))).toEqual({ status: 'skipped' });
    expect(room.handed).toEqual([]);
    expect(await room.sendNotice(anOrder(dossier, SUPPLEMENT, { seq: 1 }))).toEqual({ status: 'sent' });
    expect(room.handed).toMatchObject([{ to: '84912345678' }]);
  });

  test('a notice goes to the number in force when it is sent', async () => {
    const dossier = await aRecordedDossier(database, { step: 'Trả kết quả' });
    await record(database, dossier, contact('84912345678' as Phone));
    const room = await anSmsRoom(database);
    expect(await room.sendNotice(anOrder(dossier))).toEqual({ status: 'sent' });
    expect(room.handed).toMatchObject([{ to: '84912345678' }]);
  });

  test('a number that was taken back gets nothing', async () => {
    const dossier = await aRecordedDossier(database, { step: 'Trả kết quả' });
    await record(database, dossier, contact(null));
    const room = await anSmsRoom(database);
    expect(await room.sendNotice(anOrder(dossier))).toEqual({ status: 'skipped' });
  });
});

function contact(phone: Phone | null) {
  return anEvent({ type: 'contact', body: { phone: phone === null ? 'none' : 'given' }, contact: { phone, problem: null } });
}
