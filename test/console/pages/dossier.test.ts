import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claimNotice, recordNotSent, settle } from '../../../src/db/notices.ts';
import { readNow } from '../../../src/db/open.ts';
import { settleSent } from '../../../src/db/receipts.ts';
import { dateOf, plusDays, printDate, type LocalDate } from '../../../src/domain/calendar.ts';
import { ledgerEntryFor } from '../../../src/domain/ledger-entry.ts';
import { noticeKey, type Notice } from '../../../src/domain/notice-key.ts';
import type { Api } from '../../support/api.ts';
import { openConsole, signIn, type PageAnswer } from '../../support/console.ts';
import { code } from '../../support/dossiers.ts';
import { openSettingsFolder } from '../../support/settings-folder.ts';

const TO_RESULT = { type: 'progress', step: 'Trả kết quả' };
const TO_PAPERS = { type: 'progress', step: 'Bộ phận Một cửa', state: 'Chờ bổ sung' };
const EXPLAIN = 'Xem giải thích';

let api: Api;
/** Of this test's dossier. */
let CODE = '';
let nth = 0;

beforeAll(async () => {
  api = await openConsole();
});
beforeEach(() => {
  nth += 1;
  CODE = `01017${String(nth).padStart(5, '0')}`;
});
afterAll(() => api[Symbol.asyncDispose]());

describe('console §3: the head says where the dossier is, and whether it is on time', () => {
  test('with both dates, the days that remain, where it is and since when, its agency and its number', async () => {
    const [first, due] = [inDays(api, 3), inDays(api, 6)];
    await register(api, { dueDate: first });
    await api.event(CODE, { type: 'progress', step: 'Thẩm định', state: 'Đang xử lý' });
    await api.event(CODE, { type: 'reschedule', dueDate: due, reason: 'reappointment' });
    const page = await open(api);
    expect(page.status).toBe(200);
    expect(page.$('title').text()).toBe(`Đúng hạn, còn 6 ngày · Hồ sơ ${CODE} · Một cửa SMS`);
    expect(page.$('h1').text()).toBe(`Hồ sơ ${CODE}`);
    const judgement = texts(page, '.console-judgement');
    expect(judgement[0]).toMatch(/^Đúng hạn Còn 6 ngày Xét đến ngày \d\d\/\d\d\/\d{4}, ngày hẹn dùng để xét là .*, chưa qua ngày hẹn\.$/);
    expect(judgement[0]).toContain(printDate(first));
    expect(fact(page, 'Hẹn trả')).toBe(`${printDate(due)} (hẹn lần đầu ${printDate(first)})`);
    expect(fact(page, 'Đang ở bước')).toMatch(/^Thẩm định từ \d\d:\d\d ngày \d\d\/\d\d\/\d{4}$/);
    expect(fact(page, 'Trạng thái')).toMatch(/^Đang xử lý từ /);
    expect(fact(page, 'Thủ tục')).toBe('Thẩm định giá (QLG-01)');
    expect(fact(page, 'Số điện thoại')).toBe('0905 *** 456');
    expect(fact(page, 'Đơn vị')).not.toBe('');
    expect(page.html).not.toContain('905123456');
  });

  test('late, with the days over', async () => {
    await register(api, { dueDate: inDays(api, -2), receivedAt: `${inDays(api, -9)}T08:00:00+07:00` });
    const page = await open(api);
    expect(page.$('title').text()).toContain('Trễ hạn, quá 2 ngày · ');
    expect(texts(page, '.console-judgement')[0]).toContain('đã qua ngày hẹn.');
  });

  test.each([
    [null, 'Không có số điện thoại, nên không gửi tin nhắn được'],
    ['02838123456', 'Không gửi tin nhắn được: số đã ghi là số máy bàn, không nhận được tin nhắn'],
    ['090512345', 'Không gửi tin nhắn được: số đã ghi thiếu chữ số'],
  ])('without a number that can be used it says why: %s', async (phone, said) => {
    await register(api, { phone });
    expect(fact(await open(api), 'Số điện thoại')).toBe(said);
  });

  test.each([
    ['handed_over', 'Đã trả kết quả'],
    ['withdrawn', 'Đã rút'],
    ['rejected', 'Từ chối'],
  ])('closed: %s', async (outcome, said) => {
    await register(api, {});
    if (outcome === 'handed_over') await api.event(CODE, TO_RESULT);
    await api.event(CODE, { type: 'close', outcome });
    const page = await open(api);
    expect(page.$('title').text()).toContain(`${said} · Hồ sơ ${CODE}`);
    expect(fact(page, 'Kết thúc')).toMatch(new RegExp(`^${said}, lúc `));
    expect(next(page)).toContain('Không gửi tin nhắn nào nữa: hồ sơ đã kết thúc.');
    expect(actions(page)).toEqual([]);
  });
});

describe('console §3: what will be sent next, when, and what would stop it', () => {
  test('the apology at its second, word for word, with what would save it', async () => {
    const due = inDays(api, 5);
    await register(api, { dueDate: due });
    const page = await open(api);
    const eve = printDate(plusDays(due, -1));
    expect(next(page)).toMatch(new RegExp(`17:30:\\d\\d ngày ${eve}: xin lỗi, nếu khi đó hồ sơ chưa ở bước “Trả kết quả”`));
    expect(texts(page, '.console-next li')).toEqual(['chuyển đến Trả kết quả trước 17:30', 'gia hạn có lý do', 'ghi nhận bổ sung']);
    expect(texts(page, '.console-next blockquote')[0]).toContain(`(MS: ${CODE}) chưa có kết quả vào ngày ${printDate(due)}.`);
    expect(next(page)).toContain('Ngay khi hồ sơ đến bước “Trả kết quả”, tin báo kết quả sẽ được gửi.');
    expect(next(page)).toMatch(/\(Quy tắc .5\.3\)/);
  });

  test('a message that is being sent', async () => {
    await register(api, {});
    await api.event(CODE, TO_RESULT);
    const page = await open(api);
    expect(next(page)).toContain('Đang được gửi: báo kết quả');
    expect(next(page)).toContain('Thôi gửi nếu trước khi tin đi, hồ sơ rời bước “Trả kết quả” hoặc kết thúc.');
  });

  test.each<[string, object, string]>([
    ['without a due date', { dueDate: null }, 'Không có tin xin lỗi: hồ sơ không có ngày hẹn trả.'],
    [
      'a same-day procedure',
      { procedure: { code: 'CT', name: 'Chứng thực', sameDay: true } },
      'Không gửi tin nhắn nào: thủ tục giải quyết ngay trong ngày không áp dụng tin nhắn.',
    ],
    ['without a number', { phone: null }, 'Không gửi được tin nhắn nào: hồ sơ không có số điện thoại di động dùng được. Nếu trước 17:30:'],
  ])('none, and why: %s', async (_, some, said) => {
    await register(api, some);
    expect(next(await open(api))).toContain(said);
  });

  test('none while the clock is stopped, and since when it is', async () => {
    await register(api, {});
    await api.event(CODE, TO_PAPERS);
    await sent(api, { kind: 'supplement', round: 1 });
    const page = await open(api);
    expect(page.$('title').text()).toContain('Đúng hạn, tạm dừng · ');
    expect(next(page)).toContain('thời hạn đang tạm dừng để người dân bổ sung giấy tờ. Nếu trước 17:30:');
    expect(actions(page)).not.toContain('Yêu cầu bổ sung');
  });

  test('none once the result is there and was told', async () => {
    await register(api, {});
    await api.event(CODE, TO_RESULT);
    await sent(api, { kind: 'result', round: 1 });
    expect(next(await open(api))).toContain('kết quả đã có, chỉ còn chờ người dân đến nhận. Nếu hồ sơ rời bước “Trả kết quả”');
  });
});

describe('console §3: one timeline shows all that happened, newest first', () => {
  test('events with who, what, old → new and note; messages with parts and what became of them; inquiries with their answers', async () => {
    const [due, later] = [inDays(api, 5), inDays(api, 8)];
    await register(api, { dueDate: due });
    await api.event(CODE, { type: 'progress', step: 'Thẩm định', note: 'chuyển phòng Giá' });
    await api.event(CODE, { ...TO_PAPERS, step: 'bo phan mot cua' });
    await sent(api, { kind: 'supplement', round: 1 });
    await api.event(CODE, { type: 'contact', phone: '0912345678' });
    await api.event(CODE, { type: 'contact', phone: null });
    await api.event(CODE, { type: 'contact', phone: '02838123456' });
    await api.event(CODE, { type: 'progress', state: 'Đang xử lý' });
    await api.event(CODE, { type: 'progress', state: 'Đang xử lý' });
    await api.event(CODE, { type: 'reschedule', dueDate: later, reason: 'correction' });
    await api.inquire(`MCKH ${CODE}`, { from: '84912345678' });
    await api.event(CODE, TO_RESULT);
    await notSent(api, { kind: 'result', round: 1 }, 'skipped', 'no_phone');
    await api.event(CODE, { type: 'informed', notice: noticeKey(code(CODE), { kind: 'result', round: 1 }), by: 'in_person' });
    await api.event(CODE, { type: 'close', outcome: 'handed_over', note: 'người nhà nhận thay' });

    const page = await open(api);
    expect(texts(page, '.console-timeline h3')).toEqual([
      'Kết thúc hồ sơ',
      'Đã báo cách khác',
      'Tin báo kết quả Không gửi',
      'Chuyển đến bước “Trả kết quả”',
      'Người dân tra cứu Đã trả lời',
      'Hẹn lại ngày trả',
      'Cập nhật, không có gì thay đổi',
      'Đổi trạng thái',
      'Sửa số điện thoại',
      'Sửa số điện thoại',
      'Sửa số điện thoại',
      'Tin yêu cầu bổ sung Đã gửi',
      'Chuyển bước',
      'Chuyển bước',
      'Tiếp nhận hồ sơ',
    ]);
    const [close, informed, result, arrival, inquiry, reschedule, same, state, landline, none, given, supplement, papers, move] = texts(
      page,
      '.console-timeline > li',
    );
    expect(move).toContain('Bước: Tiếp nhận → Thẩm định');
    expect(move).toContain('Ghi chú: chuyển phòng Giá');
    expect(move).toMatch(/\d\d:\d\d:\d\d ngày \d\d\/\d\d\/\d{4} · Người ghi: clerk/);
    expect(papers).toContain('Bước: Thẩm định → Bộ phận Một cửa (Được ghi là “bo phan mot cua”)');
    expect(papers).toContain('Trạng thái: không có → Chờ bổ sung');
    expect(supplement).toContain('Cổng tin nhắn đã nhận, chưa có báo phát.');
    expect(supplement).toContain(`TB: hồ sơ của quý ông/bà (MS: ${CODE}) cần bổ sung theo quy định.`);
    expect(supplement).toMatch(/\d đoạn · qua cổng plain · gửi lúc /);
    expect(given).toContain('Số mới gửi tin nhắn được');
    expect(none).toContain('Bỏ số điện thoại');
    expect(landline).toContain('Số mới là số máy bàn, không nhận được tin nhắn');
    expect(state).toContain('Trạng thái: Chờ bổ sung → Đang xử lý');
    expect(same).toContain('Trạng thái: Đang xử lý');
    expect(reschedule).toContain('Lý do: Sửa ngày ghi nhầm');
    expect(reschedule).toContain(`Ngày hẹn trả: ${printDate(due)} → ${printDate(later)}`);
    expect(reschedule).toContain(`Ngày dùng để xét đúng hạn: ${printDate(due)} → ${printDate(later)}`);
    expect(inquiry).toContain(`MCKH ${CODE}`);
    expect(inquiry).toContain(`Hồ sơ của quý ông/bà (MS: ${CODE}) hiện đang ở bước`);
    expect(inquiry).toContain('Từ số 0912 *** 678');
    expect(inquiry).toContain('có tính phí');
    expect(arrival).toContain('Bước: Bộ phận Một cửa → Trả kết quả');
    expect(result).toContain('Hồ sơ không có số điện thoại di động dùng được.');
    expect(result).toContain(EXPLAIN);
    expect(result).toMatch(/\(Quy tắc .5\.4, quyết định lúc /);
    expect(informed).toContain('Tin báo kết quả: gặp trực tiếp');
    expect(close).toContain('Đã trả kết quả');
    expect(close).toContain('Ghi chú: người nhà nhận thay');
    expect(page.html).not.toMatch(/912345678|905123456|2838123456/);
  });

  test('an apology stands with its date, and a failure with its reason', async () => {
    const due = inDays(api, 1);
    await register(api, { dueDate: due });
    await failed(api, { kind: 'apology', dueDate: due }, 'receipt: expired', 'temporary_failure');
    const [apology] = texts(await open(api), '.console-timeline > li');
    expect(apology).toContain(`Tin xin lỗi cho ngày hẹn ${printDate(due)} Chưa đến được`);
    expect(apology).toContain('Máy tắt hoặc ngoài vùng phủ sóng cho đến khi tin hết hạn.');
    expect(apology).not.toContain('Lý do');
  });

  test('an event that came too late says that it changed nothing, and why', async () => {
    await register(api, { receivedAt: `${inDays(api, -3)}T08:00:00+07:00` });
    await api.event(CODE, { type: 'progress', step: 'Ký', occurredAt: `${inDays(api, -1)}T08:00:00+07:00` });
    await api.event(CODE, { type: 'progress', step: 'Thẩm định', occurredAt: `${inDays(api, -2)}T08:00:00+07:00` });
    const [late] = texts(await open(api), '.console-timeline > li');
    expect(late).toContain('Cập nhật đến muộn, chỉ lưu lại');
    expect(late).toContain('Bước: Thẩm định');
    expect(late).toContain(`Xảy ra lúc 08:00:00 ngày ${printDate(inDays(api, -2))}`);
    expect(late).toMatch(/\(Quy tắc .4\.4, quyết định lúc /);
  });

  test('a name that looks like a script is only a text', async () => {
    await register(api, {
      step: '<script>alert(1)</script>',
      procedure: { code: 'X', name: '<img src=x onerror=alert(2)>', sameDay: false },
    });
    await api.event(CODE, { type: 'progress', state: '<b>x</b>', note: '<script>alert(3)</script>' });
    const page = await open(api);
    expect(page.$('main script, main img, main b')).toHaveLength(0);
    expect(fact(page, 'Đang ở bước')).toContain('<script>alert(1)</script>');
    expect(texts(page, '.console-note')).toEqual(['Ghi chú: <script>alert(3)</script>']);
  });

  test('of very many, the newest are shown, and a link to all', async () => {
    await register(api, {});
    for (let round = 0; round < 200; round += 1) await api.event(CODE, { type: 'progress', state: `Đợt ${round}` });
    const page = await open(api);
    expect(page.$('.console-timeline > li')).toHaveLength(200);
    expect(page.$('.console-timeline h3').last().text()).not.toContain('Tiếp nhận hồ sơ');
    const link = page.$('main a').filter((_, each) => page.$(each).text() === 'Xem cả 201 mục');
    const all = await open(api, link.attr('href'));
    expect(all.$('.console-timeline > li')).toHaveLength(201);
  });
});

describe('console §3: the actions are buttons that lead to their forms', () => {
  test('for a clerk those that make sense, and for nobody else', async () => {
    await register(api, {});
    const page = await open(api);
    expect(actions(page)).toEqual(['Trả kết quả', 'Chuyển bước', 'Yêu cầu bổ sung', 'Hẹn lại', 'Sửa số điện thoại', 'Kết thúc']);
    expect(
      page
        .$('.console-actions a')
        .toArray()
        .map(({ attribs }) => attribs['href']),
    ).toEqual(['tra-ket-qua', 'chuyen-buoc', 'bo-sung', 'hen-lai', 'so-dien-thoai', 'ket-thuc'].map((form) => `/ho-so/${CODE}/${form}`));
    expect(actions(await open(api, `/ho-so/${CODE}`, 'operator'))).toEqual([]);
    expect(actions(await open(api, `/ho-so/${CODE}`, 'auditor'))).toEqual([]);
  });

  test('a notice that did not reach the citizen can be ticked off, once, also after the close', async () => {
    await register(api, { phone: null });
    await api.event(CODE, TO_RESULT);
    const key = await notSent(api, { kind: 'result', round: 1 }, 'skipped', 'no_phone');
    expect(actions(await open(api))).toEqual(['Kết thúc', 'Chuyển bước', 'Sửa số điện thoại', 'Đã báo cách khác']);
    await api.event(CODE, { type: 'close', outcome: 'handed_over' });
    expect(actions(await open(api))).toEqual(['Đã báo cách khác']);
    await api.event(CODE, { type: 'informed', notice: key, by: 'phone' });
    expect(actions(await open(api))).toEqual([]);
  });

  test('an operator is offered to send a notice again where that is allowed', async () => {
    await register(api, {});
    await api.event(CODE, TO_RESULT);
    const key = await failed(api, { kind: 'result', round: 1 }, 'receipt: rejected', 'permanent_failure');
    const links = async (role: 'clerk' | 'operator') =>
      (await open(api, `/ho-so/${CODE}`, role))
        .$('a[href^="/tin-nhan/gui-lai"]')
        .toArray()
        .map(({ attribs }) => attribs['href']);
    expect(await links('operator')).toEqual([`/tin-nhan/gui-lai?key=${encodeURIComponent(key)}`]);
    expect(await links('clerk')).toEqual([]);
    const [notice] = texts(await open(api), '.console-timeline > li');
    expect(notice).toContain('Nhà mạng hoặc cổng từ chối số này. Lý do: nhà mạng báo từ chối tin.');
    await api.event(CODE, { type: 'progress', step: 'Thẩm định' });
    expect(await links('operator')).toEqual([]);
  });
});

describe('console §3: ways from the page', () => {
  test('to the workflow in the Temporal UI for those who look after it, when there is a UI', async () => {
    await using api = await openConsole({ TEMPORAL_UI_URL: 'http://temporal.test:8233' });
    await register(api, {});
    const link = async (role: 'clerk' | 'operator' | 'auditor') =>
      (await open(api, `/ho-so/${CODE}`, role)).$('.console-machines a').attr('href');
    const address = `http://temporal.test:8233/namespaces/default/workflows/dossier%3A${CODE}`;
    expect([await link('operator'), await link('auditor'), await link('clerk')]).toEqual([address, address, undefined]);
  });

  test('no link to the Temporal UI without its setting', async () => {
    await register(api, {});
    const page = await open(api, `/ho-so/${CODE}`, 'operator');
    expect(page.$('.console-machines').text()).toBe('Theo sổ ghi');
  });

  test('to the dossiers beside it in the list from which the person came, and back to that list', async () => {
    const step = `Thẩm tra ${CODE}`;
    const [before, after] = [`A${CODE}`, `B${CODE}`];
    for (const [days, receiptCode] of [before, CODE, after].entries())
      await register(api, { receiptCode, dueDate: inDays(api, 4 + days), step });
    await register(api, { receiptCode: `C${CODE}`, dueDate: inDays(api, 4), step: 'Ký' });
    const tu = new URLSearchParams({ step }).toString();
    const page = await open(api, `/ho-so/${CODE}?${new URLSearchParams({ tu }).toString()}`);
    const href = (rel: string) => page.$(`a[rel=${rel}]`).attr('href') ?? '';
    expect(href('prev')).toBe(`/ho-so/${before}?${new URLSearchParams({ tu }).toString()}`);
    expect(href('next')).toBe(`/ho-so/${after}?${new URLSearchParams({ tu }).toString()}`);
    expect(page.$('.govuk-back-link').attr('href')).toBe(`/ho-so?${tu}`);
    expect((await open(api, href('prev'))).$('a[rel=prev]')).toHaveLength(0);
  });

  test('what is no list leads back to all dossiers', async () => {
    await register(api, {});
    const page = await open(api, `/ho-so/${CODE}?tu=list%3Dnobody`);
    expect(page.status).toBe(200);
    expect(page.$('.govuk-back-link').attr('href')).toBe('/ho-so');
    expect(page.$('a[rel=prev], a[rel=next]')).toHaveLength(0);
  });

  test('a code in another spelling leads to the address of the dossier, and keeps the list', async () => {
    await register(api, { receiptCode: 'H57.01-24/0001' });
    const browser = await signIn(api, 'clerk');
    const answer = await browser.get('/ho-so/h570124%200001?tu=list%3Dall');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/ho-so/H57.01-24%2F0001?tu=']);
    expect((await browser.get('/ho-so/H57.01-24%2F0001')).$('h1').text()).toBe('Hồ sơ H57.01-24/0001');
  });
});

describe('console §3: who may see it', () => {
  test.each(['/ho-so/0000000000', '/ho-so/%00', `/ho-so/${'9'.repeat(80)}`])('there is no such dossier: %s', async (path) => {
    const page = await open(api, path);
    expect([page.status, page.$('h1').text()]).toEqual([404, 'Không tìm thấy']);
  });

  test('a dossier of a foreign agency is as if it were not there', async () => {
    using folder = openSettingsFolder();
    await using api = await openConsole({ AGENCIES_FILE: folder.file({ 'so-y-te': 'Sở Y tế', 'so-xay-dung': 'Sở Xây dựng' }) });
    await register(api, { agency: 'so-y-te' });
    const see = async (agency: string) => (await signIn(api, 'clerk', { agencies: [agency], name: agency })).get(`/ho-so/${CODE}`);
    const [own, foreign] = [await see('so-y-te'), await see('so-xay-dung')];
    expect(own.status).toBe(200);
    expect(fact(own, 'Đơn vị')).toBe('Sở Y tế');
    expect([foreign.status, foreign.$('h1').text()]).toEqual([404, 'Không tìm thấy']);
    expect(foreign.html).not.toContain('Thẩm định giá');
  });

  test('who is not signed in is asked to', async () => {
    const answer = await api.app.request(`/ho-so/${CODE}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toContain('/dang-nhap');
  });
});

/** Five days before it is due unless `some` says otherwise. */
async function register(api: Api, some: object): Promise<void> {
  const answer = await api.register({ receiptCode: CODE, phone: '0905123456', dueDate: inDays(api, 5), step: 'Tiếp nhận', ...some });
  if (answer.status !== 201) throw new Error(`expected a new dossier, came ${JSON.stringify(answer.body)}`);
}

async function open(api: Api, path = `/ho-so/${CODE}`, role: 'clerk' | 'operator' | 'auditor' = 'clerk'): Promise<PageAnswer> {
  return (await signIn(api, role)).get(path);
}

function inDays(api: Api, days: number): LocalDate {
  return plusDays(dateOf(api.deps.now()), days);
}

/** Decided now by the clock that the journal has: that of the api may be behind it, and the line of time is in order. */
async function entryOf(api: Api, notice: Notice) {
  const now = await readNow(api.database);
  const order = { receiptCode: code(CODE), notice, decidedAt: now, dueAt: now };
  return { key: noticeKey(order.receiptCode, notice), entry: ledgerEntryFor(order, 'Sở Tài chính', { encoding: 'unicode', prices: null }) };
}

/** Handed over to the gateway, which took it. */
async function sent(api: Api, notice: Notice): Promise<string> {
  const { key, entry } = await entryOf(api, notice);
  await claimNotice(api.database, entry, 'plain', null);
  await settleSent(api.database, key, 'plain', 'm-1');
  return key;
}

async function failed(api: Api, notice: Notice, reason: string, status: 'temporary_failure' | 'permanent_failure'): Promise<string> {
  const { key, entry } = await entryOf(api, notice);
  await claimNotice(api.database, entry, 'plain', null);
  await settle(api.database, key, status, reason);
  return key;
}

async function notSent(api: Api, notice: Notice, status: 'skipped' | 'superseded', reason: string): Promise<string> {
  const { key, entry } = await entryOf(api, notice);
  await recordNotSent(api.database, entry, status, reason);
  return key;
}

function texts({ $ }: PageAnswer, selector: string): string[] {
  return $(selector)
    .toArray()
    .map((each) => $(each).text().replaceAll(/\s+/g, ' ').trim());
}

/** What stands beside a name in the head. */
function fact(page: PageAnswer, name: string): string {
  const index = texts(page, '.console-facts dt').indexOf(name);
  return texts(page, '.console-facts dd')[index] ?? '';
}

function next(page: PageAnswer): string {
  return texts(page, '.console-next')[0] ?? '';
}

function actions(page: PageAnswer): string[] {
  return texts(page, '.console-actions a');
}
