import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Phone } from '../../../src/domain/phone.ts';
import { withoutDiacritics } from '../../../src/domain/sms-text.ts';
import { code, day } from '../../support/dossiers.ts';
import { aDatabase, anEvent, aRecordedDossier, record } from '../../support/records.ts';
import { anOrder, anSmsRoom, FINANCE, RESULT, SUPPLEMENT } from '../../support/sms-room.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => void (database = await aDatabase()));
afterAll(() => database.close());

describe('what is handed over (requirements §2)', () => {
  const findAgency = (id: string) => (id === 'so-xay-dung' ? { ...FINANCE, name: 'Sở Xây dựng', sender: 'SO XAY DUNG' } : FINANCE);
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

  test('is byte for byte the text of the notice of 2017; encoding, parts and cost are those of the gateway (requirements §11.6)', async () => {
    const dossier = await aRecordedDossier(database, { receiptCode: code('0101701234') });
    for (const [notice, text, unicode, ascii] of TEXTS) {
      for (const [encoding, segments] of [
        ['unicode', unicode],
        ['ascii', ascii],
      ] as const) {
        const room = await anSmsRoom(database, { encoding, findAgency, sender: 'MOT CUA', prices: { notice: 500, reply: 300 } });
        const order = anOrder(dossier, notice);
        await room.sendNotice(order);
        const wire = encoding === 'ascii' ? withoutDiacritics(text) : text;
        expect(room.handed.map((message) => Buffer.from(message.text))).toEqual([Buffer.from(wire)]);
        expect(room.handed).toMatchObject([
          { sender: 'MOT CUA', template: { name: notice.kind, values: { code: '0101701234', agency: 'Sở Tài chính' } } },
        ]);
        expect(await room.row(order)).toMatchObject({ text, segments, encoding, cost: segments * 500 });
        await database.sql`delete from notices`;
      }
    }
  });

  test('names the agency of the dossier, and its own sender', async () => {
    const room = await anSmsRoom(database, { findAgency });
    await room.sendNotice(anOrder(await aRecordedDossier(database, { agency: 'so-xay-dung' })));
    expect(room.handed[0]?.text).toContain('Bộ phận Một cửa của Sở Xây dựng để nhận kết quả');
    expect(room.handed[0]).toMatchObject({ sender: 'SO XAY DUNG', template: { values: { agency: 'Sở Xây dựng' } } });
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
