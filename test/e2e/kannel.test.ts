import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { printDate, tomorrow, wallClock } from '../../infra/dev/demo/wall-clock.ts';
import { prepareKannel } from '../../infra/dev/gateways/kannel-gateway.ts';
import { startCentre, type Centre, type Fate } from '../../infra/dev/smpp/centre.ts';
import type { Whole } from '../../infra/dev/smpp/parts.ts';
import { findKannel, NO_KANNEL } from '../../infra/stack/kannel.ts';
import { eventually, HOOK_TIMEOUT_MS, openWorld, untilTodayIsLongEnough, type Citizen, type World } from '../support/e2e.ts';

/** The texts of the notice (requirements §2), written out: they must not come from the program under test. */
const M1 = (code: string) =>
  `TB: Hồ sơ của quý ông/bà (MS: ${code}) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận kết quả`;
const M2 = (code: string) =>
  `TB: hồ sơ của quý ông/bà (MS: ${code}) cần bổ sung theo quy định. Mời ông/bà đến Bộ phận Một cửa của Sở Tài chính để nhận thông báo`;
const M3 = (code: string, date: string) =>
  `TB: hồ sơ của quý ông/bà (MS: ${code}) chưa có kết quả vào ngày ${printDate(date)}. Ông/bà có thể đến Bộ phận Một cửa của Sở Tài ` +
  'chính nhận Thông báo xin lỗi, hẹn lại thời gian trả kết quả hoặc đến nhận kết quả khi có tin nhắn tiếp theo';
const M4 = (code: string) => `Hồ sơ của quý ông/bà (MS: ${code}) hiện đang ở bước Thẩm định, trạng thái hồ sơ: Đúng hạn`;

const RESULT = 'Trả kết quả';
const LINE = { systemId: 'office', password: 'secret' };
/** Kannel has at most this many parts on their way to the carrier (`max-pending-submits`). */
const ON_THEIR_WAY = 10;
const programs = findKannel();

/** Debian's bearerbox and smsbox between the built product and an SMPP centre. */
describe.skipIf(!programs)(`Kannel${programs ? '' : ` (${NO_KANNEL})`}`, () => {
  let centre: Centre;
  let world: World;

  beforeAll(async () => {
    if (!programs) return;
    await untilTodayIsLongEnough();
    centre = await startCentre({ port: 0, ...LINE });
    world = await openWorld('kannel', { SMS_TPS: '100', UNCERTAIN_AFTER: '20s' }, {}, (around) =>
      prepareKannel(programs, around, { port: centre.port, ...LINE }),
    );
    await eventually(() => requireBound(centre));
  }, HOOK_TIMEOUT_MS);
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await centre.close();
  });
  afterEach(async () => {
    centre.treat(() => 'take');
    await bearerbox().start();
  });

  const bearerbox = () => {
    const child = world.stack.children.gateway.find(({ name }) => name === 'bearerbox');
    if (!child) throw new Error('expected a bearerbox');
    return child;
  };
  const messagesTo = (phone: string): readonly Whole[] => centre.messages().filter(({ to }) => to === phone);
  const textsTo = (phone: string) => messagesTo(phone).map(({ text }) => text);
  const statusOf = async ({ code }: Citizen) => (await world.noticesOf(code)).map(({ status }: { status: string }) => status);
  const finished = async (count: number): Promise<readonly Citizen[]> => {
    const citizens: Citizen[] = [];
    for (let i = 0; i < count; i += 1) citizens.push(await world.aDossier());
    await Promise.all(citizens.map(({ code }) => world.progress(code, RESULT)));
    return citizens;
  };
  const allTold = (citizens: readonly Citizen[]) =>
    eventually(() => expect(citizens.filter(({ phone }) => textsTo(phone).length === 0)).toEqual([]), 60_000);
  /** A repeated message would come soon after the others. */
  const toldOnce = async (citizens: readonly Citizen[]) => {
    await allTold(citizens);
    await sleep(1000);
    expect(citizens.map(({ phone }) => textsTo(phone))).toEqual(citizens.map(({ code }) => [M1(code)]));
  };

  test('requirements §2 the four texts arrive whole and accented, in 2, 2, 4 and 2 parts', async () => {
    const { time } = wallClock(10_000);
    const due = tomorrow();
    await using office = await world.startApi({ APOLOGY_TIME: time, APOLOGY_SPREAD: '0s' });
    const [late, papers, ready] = [
      await world.aDossier({ dueDate: due, step: 'Thẩm định' }, office.url),
      await world.aDossier(),
      await world.aDossier(),
    ];
    await world.progress(papers.code, 'Bộ phận Một cửa', 'Chờ bổ sung');
    await world.progress(ready.code, RESULT);
    await centre.deliver({ from: late.phone, to: '8083', text: `MCKH ${late.code}` });
    const told = (phone: string) => messagesTo(phone).map(({ text, parts, from }) => ({ text: Buffer.from(text), parts, from }));
    const sms = (text: string, parts: number) => ({ text: Buffer.from(text), parts, from: '8083' });
    await eventually(() => expect(told(ready.phone)).toEqual([sms(M1(ready.code), 2)]));
    await eventually(() => expect(told(papers.phone)).toEqual([sms(M2(papers.code), 2)]));
    await eventually(() => expect(told(late.phone)).toEqual([sms(M4(late.code), 2), sms(M3(late.code, due), 4)]), 40_000);
  });

  test.each<[Fate, string]>([
    ['DELIVRD', 'delivered'],
    ['UNDELIV', 'permanent_failure'],
    ['EXPIRED', 'temporary_failure'],
  ])('requirements §11.3 a receipt %s makes the notice %s', async (fate, status) => {
    const [citizen] = await finished(1);
    if (!citizen) throw new Error('expected a citizen');
    const message = await eventually(() => {
      const [whole] = messagesTo(citizen.phone);
      if (!whole) throw new Error('no message yet');
      return whole;
    });
    await eventually(async () => expect(await statusOf(citizen)).toEqual(['sent']));
    await centre.report(message, fate);
    await eventually(async () => expect(await statusOf(citizen)).toEqual([status]));
  });

  test('a question with accents is understood, and its answer keeps its own', async () => {
    const { code, phone } = await world.aDossier({ step: 'Thẩm định' });
    await centre.deliver({
      from: phone,
      to: '8083',
      text: `MCKH mã số biên nhận ${code} ạ, cảm ơn Sở Tài chính nhiều lắm lắm lắm lắm lắm lắm`,
    });
    await eventually(() => expect(textsTo(phone)).toEqual([M4(code)]));
    expect(messagesTo(phone)).toMatchObject([{ receiptId: null, encoding: 'unicode' }]);
  });

  test('requirements §7.4 a repeat of a deliver_sm gets the same answer and is one inquiry', async () => {
    const { code, phone } = await world.aDossier({ step: 'Thẩm định' });
    const text = { from: phone, to: '8083', text: `MCKH ${code}` };
    await centre.deliver(text);
    await eventually(() => expect(textsTo(phone)).toEqual([M4(code)]));
    await centre.deliver(text);
    await eventually(() => expect(textsTo(phone)).toEqual([M4(code), M4(code)]));
    const { body } = await world.get(`/v1/dossiers/${code}/timeline`);
    expect(body.inquiries).toHaveLength(1);
  });

  test('messages wait while the carrier throttles, and arrive once', async () => {
    let left = 10;
    centre.treat(() => ((left -= 1) >= 0 ? 'throttle' : 'take'));
    const citizens = await finished(5);
    await toldOnce(citizens);
    expect(centre.submits().filter(({ treatment }) => treatment === 'throttle')).toHaveLength(10);
  });

  test('a number that the carrier refuses is a permanent failure, and holds up no other', async () => {
    const refused = await world.aDossier();
    centre.treat(({ to }) => (to === refused.phone ? 'refuse' : 'take'));
    await world.progress(refused.code, RESULT);
    const others = await finished(3);
    await toldOnce(others);
    await eventually(async () => expect(await statusOf(refused)).toEqual(['permanent_failure']));
    expect(textsTo(refused.phone)).toEqual([]);
  });

  test('the line drops twice in the middle of 200 messages, and each arrives once', async () => {
    const before = centre.submits().length;
    const drops = new Set([before + 120, before + 300]);
    centre.treat(() => (drops.has(centre.submits().length) ? 'drop' : 'take'));
    await toldOnce(await finished(200));
    expect(centre.submits().filter(({ treatment }) => treatment === 'drop')).toHaveLength(2);
  }, 120_000);

  test('a part that the carrier took without an answer comes again, and the telephone shows its message once', async () => {
    let swallowed = false;
    centre.treat(() => (swallowed ? 'take' : ((swallowed = true), 'swallow')));
    const [citizen] = await finished(1);
    await toldOnce([citizen].filter((each) => each !== undefined));
    expect(centre.submits().filter(({ to }) => to === citizen?.phone)).toHaveLength(3);
  });

  test('bearerbox is killed while messages wait in it: each arrives once after its start', async () => {
    centre.treat(() => 'throttle');
    const citizens = await finished(30);
    await eventually(async () => expect((await Promise.all(citizens.map(statusOf))).flat()).toEqual(citizens.map(() => 'sent')), 30_000);
    kill(bearerbox().pid());
    await eventually(() => expect(bearerbox().running()).toBe(false));
    centre.treat(() => 'take');
    await bearerbox().start();
    await toldOnce(citizens);
    await reportAll(citizens);
  }, 120_000);

  test('requirements §5.6 of 200 messages in the middle of which bearerbox is killed none is lost, and twice comes only what was on its way', async () => {
    const before = centre.submits().length;
    const citizens: Citizen[] = [];
    for (let i = 0; i < 200; i += 1) citizens.push(await world.aDossier());
    const going = Promise.all(citizens.map(({ code }) => world.progress(code, RESULT)));
    await eventually(() => expect(centre.submits().length - before).toBeGreaterThan(150), 30_000);
    kill(bearerbox().pid());
    await going;
    await eventually(() => expect(bearerbox().running()).toBe(false));
    await bearerbox().start();
    await allTold(citizens);
    await sleep(1000);
    await reportAll(citizens);
    const resent = await citizensSentAgain(citizens);
    const twice = citizens.filter(({ phone }) => textsTo(phone).length > 1);
    expect(citizens.flatMap(({ code, phone }) => textsTo(phone).filter((text) => text !== M1(code)))).toEqual([]);
    expect(twice.filter((citizen) => !resent.has(citizen.code)).length).toBeLessThanOrEqual(ON_THEIR_WAY);
  }, 180_000);

  test('while Kannel is away, notices wait and inquiries fail; afterwards all are told', async () => {
    await bearerbox().stop();
    const citizens = await finished(5);
    await eventually(async () => expect((await world.get('/readyz')).body).toMatchObject({ gateway: 'unavailable' }));
    await bearerbox().start();
    await toldOnce(citizens);
  }, 120_000);

  /** Each message that wanted a receipt gets it, until the ledger has them all. */
  async function reportAll(citizens: readonly Citizen[]) {
    for (const { phone } of citizens) for (const message of messagesTo(phone)) await centre.report(message, 'DELIVRD');
    await eventually(
      async () => expect((await Promise.all(citizens.map(statusOf))).flat()).toEqual(citizens.map(() => 'delivered')),
      60_000,
    );
  }

  async function citizensSentAgain(citizens: readonly Citizen[]): Promise<ReadonlySet<string>> {
    const notices = await Promise.all(citizens.map(async ({ code }) => ({ code, notices: await world.noticesOf(code) })));
    return new Set(notices.filter((each) => each.notices.some((notice: { resent: boolean }) => notice.resent)).map(({ code }) => code));
  }
});

function kill(pid: number | undefined): void {
  if (pid === undefined) throw new Error('expected a process');
  process.kill(pid, 'SIGKILL');
}

function requireBound(centre: Centre): void {
  if (!centre.isBound()) throw new Error('expected Kannel to be bound to the centre');
}
