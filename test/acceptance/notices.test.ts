import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { useProduct } from './support/product.ts';
import { printDate, vietnamClock, vietnamDate } from './support/vietnam-time.ts';

/** The texts of requirements §2, written out: they must not come from the program under test. */
const resultText = (code: string) =>
  `TB: Hồ sơ của quý ông/bà (MS: ${code}) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận kết quả`;
const supplementText = (code: string) =>
  `TB: hồ sơ của quý ông/bà (MS: ${code}) cần bổ sung theo quy định. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận thông báo`;
const apologyText = (code: string, date: string) =>
  `TB: hồ sơ của quý ông/bà (MS: ${code}) chưa có kết quả vào ngày ${printDate(date)}. Ông/bà có thể đến Bộ phận Một cửa của Sở Tài chính nhận Thông báo xin lỗi, hẹn lại thời gian trả kết quả hoặc đến nhận kết quả khi có tin nhắn tiếp theo`;

/** The hour of apologies comes 40 s after the programs start. `apologyAt` is in milliseconds since 1970. */
let apologyAt: number;
const product = useProduct('notices', () => {
  apologyAt = Date.now() + 40_000;
  return { APOLOGY_TIME: vietnamClock(apologyAt) };
});

/** @throws when the moment is over: then a scenario was not ready in time, and would show nothing */
const waitUntil = (epochMs: number) => {
  const leftMs = epochMs - Date.now();
  if (leftMs < 0) throw new Error(`expected to be ready for the hour of apologies, was late by ${-leftMs} ms`);
  return sleep(leftMs);
};
const waitUntilApologiesHaveLeft = async () => {
  await waitUntil(apologyAt);
  await sleep(8_000);
};

/** They wait for the same hour, and so they run at once. */
describe.concurrent('the three notices of 2017', () => {
  test('a result is told once, byte for byte', async ({ expect }) => {
    const { staff, gateway } = product();
    const registered = await staff.register({ receiptCode: '0101700001', phone: '0905 000 001', dueDate: vietnamDate(5) });
    expect(registered.status).toBe(201);
    for (const step of ['Thẩm định', 'Trình ký', 'Trả kết quả', 'Trả kết quả'])
      expect((await staff.recordProgress('0101700001', { step })).status).toBe(202);
    await expect.poll(() => gateway.textsTo('84905000001')).toHaveLength(1);
    await waitUntilApologiesHaveLeft();
    expect(gateway.textsTo('84905000001')).toEqual([resultText('0101700001')]);
  });

  test('papers are asked for when state and step meet, in either order, once a round', async ({ expect }) => {
    const { staff, gateway } = product();
    await staff.register({ receiptCode: '0101700002', phone: '+84905000002', dueDate: vietnamDate(5) });
    await staff.recordProgress('0101700002', { state: 'Chờ bổ sung' });
    await sleep(1500);
    expect(gateway.textsTo('84905000002')).toEqual([]);
    await staff.recordProgress('0101700002', { step: 'Bộ phận Một cửa' });
    await expect.poll(() => gateway.textsTo('84905000002')).toHaveLength(1);
    await staff.recordProgress('0101700002', { step: 'Thẩm định', state: 'Đang xử lý' });
    await staff.recordProgress('0101700002', { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' });
    await expect.poll(() => gateway.textsTo('84905000002')).toHaveLength(2);
    expect(gateway.textsTo('84905000002')).toEqual([supplementText('0101700002'), supplementText('0101700002')]);
  });

  test('an apology leaves on the eve and not before its time, and the result still follows', async ({ expect }) => {
    const { staff, gateway } = product();
    await staff.register({ receiptCode: '0101700003', phone: '0905000003', dueDate: vietnamDate(1) });
    await staff.recordProgress('0101700003', { step: 'Thẩm định' });
    await waitUntil(apologyAt - 3_000);
    expect(gateway.textsTo('84905000003'), 'before its time').toEqual([]);
    await expect.poll(() => gateway.textsTo('84905000003'), { timeout: 20_000 }).toHaveLength(1);
    expect(gateway.messagesTo('84905000003')[0]?.at).toBeGreaterThanOrEqual(apologyAt - 1000);
    await staff.recordProgress('0101700003', { step: 'Trả kết quả' });
    await expect.poll(() => gateway.textsTo('84905000003')).toHaveLength(2);
    expect(gateway.textsTo('84905000003')).toEqual([apologyText('0101700003', vietnamDate(1)), resultText('0101700003')]);
  });
});

describe.concurrent('no apology', () => {
  test('leaves for a dossier that is due later', async ({ expect }) => {
    const { staff, gateway } = product();
    await staff.register({ receiptCode: '0101700010', phone: '0905000010', dueDate: vietnamDate(2) });
    await waitUntilApologiesHaveLeft();
    expect(gateway.textsTo('84905000010')).toEqual([]);
  });

  test('leaves for a dossier whose result is ready', async ({ expect }) => {
    const { staff, gateway } = product();
    await staff.register({ receiptCode: '0101700011', phone: '0905000011', dueDate: vietnamDate(1) });
    await staff.recordProgress('0101700011', { step: 'Trả kết quả' });
    await waitUntilApologiesHaveLeft();
    expect(gateway.textsTo('84905000011')).toEqual([resultText('0101700011')]);
  });

  test('leaves for a dossier that waits for papers at the counter', async ({ expect }) => {
    const { staff, gateway } = product();
    await staff.register({ receiptCode: '0101700012', phone: '0905000012', dueDate: vietnamDate(1) });
    await staff.recordProgress('0101700012', { step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' });
    await waitUntilApologiesHaveLeft();
    expect(gateway.textsTo('84905000012')).toEqual([supplementText('0101700012')]);
  });

  test('and no result leaves for a same-day procedure', async ({ expect }) => {
    const { staff, gateway } = product();
    const procedure = { code: 'N', name: 'Trong ngày', sameDay: true };
    await staff.register({ receiptCode: '0101700013', phone: '0905000013', dueDate: vietnamDate(1), procedure });
    await staff.recordProgress('0101700013', { step: 'Trả kết quả' });
    await waitUntilApologiesHaveLeft();
    expect(gateway.textsTo('84905000013')).toEqual([]);
  });

  test('leaves without a telephone number, and the timeline says so', async ({ expect }) => {
    const { staff } = product();
    await staff.register({ receiptCode: '0101700014', dueDate: vietnamDate(1) });
    await waitUntilApologiesHaveLeft();
    await expect
      .poll(() => staff.noticesOf('0101700014'))
      .toContainEqual(expect.objectContaining({ kind: 'apology', status: 'skipped', reason: 'no_phone' }));
  });
});
