import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTelco, type Telco } from '../../infra/dev/telco/start-telco.ts';
import { findBrowser, NO_BROWSER, openPage } from '../../infra/dev/browser.ts';

/** Requirements §2. */
const M3 =
  'TB: hồ sơ của quý ông/bà (MS: 0101701234) chưa có kết quả vào ngày 15/03/2017. Ông/bà có thể đến Bộ phận Một cửa của Sở Tài chính ' +
  'nhận Thông báo xin lỗi, hẹn lại thời gian trả kết quả hoặc đến nhận kết quả khi có tin nhắn tiếp theo';
const M4 = 'Hồ sơ của quý ông/bà (MS: 0101701234) hiện đang ở bước Thẩm định, trạng thái hồ sơ: Đúng hạn';
const SYNTAX = 'Tin nhắn sai cú pháp. Soạn: MCKH <Mã số biên nhận> gửi 8083. Ví dụ: MCKH 0101701234';
const MARKUP = '<img src=x onerror="document.title=1">&amp;';

const found = findBrowser() !== undefined;

describe.skipIf(!found)(`phone page${found ? '' : ` (${NO_BROWSER})`}`, () => {
  let api: Server;
  let telco: Telco;

  beforeEach(async () => {
    api = await startApi();
    const address = api.address();
    const webhookUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    telco = await startTelco({ host: '127.0.0.1', port: 0, webhookUrl, webhookSecret: 'webhook-secret-0123456789', receiptAfterMs: 100 });
  });

  afterEach(async () => {
    await telco.close();
    api.closeAllConnections();
    api.close();
  });

  test('an SMS appears as a bubble without reload, its text byte-identical', async () => {
    await using opened = await openPage(`${telco.url}/#0905123456`);
    const { page, errors } = opened;
    await page.getByText('Chưa có tin nhắn.').waitFor();
    await handOver(telco, '0101701234/apology/2017-03-15', M3);
    const message = page.locator('.message.received');
    await message.waitFor();
    expect(Buffer.from((await message.locator('.text').textContent()) ?? '')).toEqual(Buffer.from(M3));
    expect(await message.locator('.size').textContent()).toBe('4 tin · UCS-2');
    expect(await message.locator('time').textContent()).toMatch(/^\d\d:\d\d:\d\d$/);
    await message.getByRole('img', { name: 'đã phát, đã báo' }).waitFor();
    expect(errors).toEqual([]);
  });

  test('a text to 8083 shows its reply with the charge', async () => {
    await using opened = await openPage(telco.url);
    const { page, errors } = opened;
    await page.getByLabel('Tìm hoặc thêm số').fill('+84 905 123 456');
    await page.getByRole('button', { name: 'Mở' }).click();
    await write('MCKH 0101701234');
    await write('xin chào');
    const replies = page.locator('.message.received');
    await replies.nth(1).waitFor();
    expect(await page.locator('.message.written .text').allTextContents()).toEqual(['MCKH 0101701234', 'xin chào']);
    expect(await replies.locator('.text').allTextContents()).toEqual([M4, SYNTAX]);
    expect(await replies.locator('.charge').allTextContents()).toEqual(['1.000 đ', 'miễn phí']);
    expect(await page.getByRole('heading', { level: 2, name: '8083' }).isVisible()).toBe(true);
    expect(errors).toEqual([]);

    async function write(text: string) {
      await page.getByLabel('Nhắn tới 8083').fill(text);
      await page.getByRole('button', { name: 'Gửi', exact: true }).click();
      await page
        .locator('.message.received')
        .nth(text.startsWith('MCKH') ? 0 : 1)
        .waitFor();
    }
  });

  test('a message to another number shows beside it, and a click opens it', async () => {
    await using opened = await openPage(`${telco.url}/#0905123456`);
    const { page } = opened;
    await page.getByText('Chưa có tin nhắn.').waitFor();
    await handOver(telco, 'other', MARKUP, '84905123457');
    const entry = page.getByRole('button', { name: /0905 123 457.*tin mới/ });
    await entry.click();
    expect(await page.locator('.message .text').textContent()).toBe(MARKUP);
    expect(await page.locator('[aria-current]').textContent()).toContain('0905 123 457');
    expect(await page.title()).toBe('Điện thoại giả lập');
  });

  test('a fault is set from the page, and marked wherever it was set', async () => {
    await using opened = await openPage(`${telco.url}/#0905123456`, { width: 390, height: 844 });
    const { page } = opened;
    await page.getByText('Chưa có tin nhắn.').waitFor();
    await page.getByRole('button', { name: /^Từ chối/ }).click();
    await page.getByText('Đang có sự cố: Từ chối.').waitFor();
    expect(await handOver(telco, 'a', 'x')).toBe(422);
    telco.setFault({ kind: 'down', times: 2 });
    await page.getByText('Đang có sự cố: Mất kết nối, còn 2 lần.').waitFor();
    expect(await page.locator('[aria-pressed="true"] strong').allTextContents()).toEqual(['Mất kết nối']);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

  test('after the network was away the page catches up by itself', async () => {
    await handOver(telco, 'before', 'trước');
    await using opened = await openPage(`${telco.url}/#0905123456`);
    const { page } = opened;
    await page.getByText('trước').last().waitFor();
    const port = Number(new URL(telco.url).port);
    await telco.close();
    await page.getByText('Mất liên lạc').waitFor();
    telco = await startTelco({ host: '127.0.0.1', port, webhookUrl: 'http://127.0.0.1:9', webhookSecret: 'webhook-secret-0123456789' });
    await handOver(telco, 'after', 'sau');
    await page.locator('.message .text', { hasText: 'sau' }).waitFor();
  });
});

async function handOver(telco: Telco, id: string, text: string, to = '84905123456'): Promise<number> {
  const body = JSON.stringify({ id, from: '8083', to, text, encoding: 'unicode' });
  return (await fetch(`${telco.url}/send`, { method: 'POST', body })).status;
}

/** The product's webhooks: answers `MCKH` and refuses the rest. */
async function startApi(): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      if (request.url?.endsWith('/receipts')) return response.writeHead(204).end();
      const known = body.includes('MCKH');
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ id: 'mo', reply: known ? M4 : SYNTAX, charge: known, outcome: known ? 'answered' : 'syntax' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
