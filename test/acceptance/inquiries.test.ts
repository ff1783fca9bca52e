import { beforeAll, describe, expect, test } from 'vitest';
import { useProduct } from './support/product.ts';
import { vietnamDate } from './support/vietnam-time.ts';

const product = useProduct('inquiries');

describe('MCKH to 8083', () => {
  beforeAll(async () => {
    const { staff } = product();
    await staff.register({ receiptCode: '0101701234', phone: '0905123456', dueDate: vietnamDate(3) });
    await staff.recordProgress('0101701234', { step: 'Thẩm định' });
  });

  test("the notice's own example is answered word for word, and charged", async () => {
    const { status, body } = await product().gateway.inquire('84912345678', 'MCKH 0101701234');
    expect(status).toBe(200);
    expect(body.reply).toBe('Hồ sơ của quý ông/bà (MS: 0101701234) hiện đang ở bước Thẩm định, trạng thái hồ sơ: Đúng hạn');
    expect(body).toMatchObject({ charge: true, outcome: 'answered' });
  });

  test('a late dossier is said to be late', async () => {
    const { staff, gateway } = product();
    const receivedAt = new Date(Date.now() - 9 * 86_400_000).toISOString();
    await staff.register({ receiptCode: '0101701235', receivedAt, dueDate: vietnamDate(-1) });
    expect((await gateway.inquire('84912345678', 'MCKH 0101701235')).body.reply).toMatch(/trạng thái hồ sơ: Trễ hạn$/);
  });

  test.each(['mckh  0101701234', 'MCKH_0101701234', 'MCKH0101701234', ' ＭＣＫＨ　０１０１７０１２３４ ', '"MCKH 0101701234"'])(
    'people may type it as %j',
    async (text) => {
      expect((await product().gateway.inquire('84912345679', text)).body.reply).toMatch(/MS: 0101701234/);
    },
  );

  test.each([
    ['MCKH', 'syntax'],
    ['alo', 'syntax'],
    ['MCKH 9999999999', 'unknown'],
  ])('%j cannot be answered, and is not charged', async (text, outcome) => {
    const { body } = await product().gateway.inquire('84912345680', text);
    expect(body).toMatchObject({ outcome, charge: false, reply: expect.any(String) });
  });

  test('a repeated delivery gets the same answer, though the dossier has moved on', async () => {
    const { staff, gateway } = product();
    const first = await gateway.inquire('84912345681', 'MCKH 0101701234', { id: 'mo-same' });
    await staff.recordProgress('0101701234', { step: 'Trình ký' });
    const second = await gateway.inquire('84912345681', 'MCKH 0101701234', { id: 'mo-same' });
    expect(second.body).toEqual(first.body);
  });

  test('a wrong signature is refused', async () => {
    const { status } = await product().gateway.inquire('84912345678', 'MCKH 0101701234', { secret: 'another-secret-0123456789' });
    expect(status).toBe(401);
  });
});
