import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, NO_BROWSER, openPage } from '../../infra/dev/browser.ts';
import { findGateway } from '../../infra/dev/gateways/find-gateway.ts';
import { findKannel, NO_KANNEL } from '../../infra/stack/kannel.ts';
import { eventually, HOOK_TIMEOUT_MS, openWorld, type World } from '../support/e2e.ts';

const M1 = (code: string) =>
  `TB: Hồ sơ của quý ông/bà (MS: ${code}) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận kết quả`;
const M4 = (code: string) => `Hồ sơ của quý ông/bà (MS: ${code}) hiện đang ở bước Trả kết quả, trạng thái hồ sơ: Đúng hạn`;

/**
 * `npm start -- --gateway <name>`: settings alone are switched, and the same phone page shows the messages. VNPT takes templates, sends no
 * receipts and brings no inquiries: those come by a second gateway, to which the reply is a call of its own.
 */
describe.each([
  { name: 'kannel', status: 'delivered', lacks: findKannel() ? '' : NO_KANNEL },
  { name: 'esms', status: 'delivered', lacks: '' },
  { name: 'vnpt', status: 'sent', lacks: '' },
])('--gateway $name', ({ name, status, lacks }) => {
  describe.skipIf(lacks)(`between product and phones${lacks && ` (${lacks})`}`, () => {
    let world: World;

    beforeAll(async () => {
      world = await openWorld(`gateway-${name}`, {}, {}, findGateway(['--gateway', name]));
    }, HOOK_TIMEOUT_MS);
    afterAll(() => world[Symbol.asyncDispose]());

    test(`requirements §11.1 a notice arrives on the phone and is ${status}`, async () => {
      const { code, phone } = await world.aDossier();
      await world.progress(code, 'Trả kết quả');
      await eventually(async () => expect(await world.textsTo(phone)).toEqual([M1(code)]));
      await eventually(async () => expect(await world.noticesOf(code)).toMatchObject([{ status }]));
    });

    test.skipIf(!findBrowser())(
      `requirements §11.5 a question on the phone page is answered there${findBrowser() ? '' : ` (${NO_BROWSER})`}`,
      async () => {
        const { code, phone } = await world.aDossier({ step: 'Trả kết quả' });
        await using opened = await openPage(`${world.stack.telcoUrl}/#${phone}`);
        const { page } = opened;
        const texts = page.locator('.message.received .text');
        await texts.first().waitFor();
        await page.getByLabel('Nhắn tới 8083').fill(`MCKH ${code}`);
        await page.getByRole('button', { name: 'Gửi', exact: true }).click();
        await texts.nth(1).waitFor();
        expect((await texts.allTextContents()).map((text) => Buffer.from(text))).toEqual(
          [M1(code), M4(code)].map((text) => Buffer.from(text)),
        );
        expect(await page.locator('.message.received .size').allTextContents()).toEqual(['2 tin · UCS-2', '2 tin · UCS-2']);
      },
    );
  });
});
