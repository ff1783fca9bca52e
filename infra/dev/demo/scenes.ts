import { setTimeout as sleep } from 'node:timers/promises';
import { expectedTexts } from './expected-texts.ts';
import type { Stage } from './stage.ts';
import { untilMidnightMs, printDate, tomorrow, wallClock } from './wall-clock.ts';

const IN_FIVE_DAYS_MS = 5 * 86_400_000;
const later = () => wallClock(IN_FIVE_DAYS_MS).date;

/** Plays the scenes of the notice. The late dossier begins first, so that the others fill the time until its apology. */
export async function playAllScenes(stage: Stage): Promise<void> {
  await lateBegins(stage);
  await result(stage);
  await supplement(stage);
  await sameDay(stage);
  await noPhone(stage);
  await lateEnds(stage);
}

const LATE = { code: '0101701234', phone: '0905123456' } as const;

async function lateBegins({ office, phones, say, expectSms, apologyTime }: Stage): Promise<void> {
  const due = tomorrow();
  say(`— Due tomorrow, ${printDate(due)}, and still at Thẩm định. Apologies leave at ${apologyTime} today (17:30 in real life).`);
  await office.register({ receiptCode: LATE.code, phone: LATE.phone, dueDate: due });
  await office.progress(LATE.code, { step: 'Thẩm định' });
  say(`  the citizen asks 8083: MCKH ${LATE.code}`);
  await phones.write(LATE.phone, `MCKH ${LATE.code}`);
  await expectSms(LATE.phone, 'M4', expectedTexts.M4(LATE.code, 'Thẩm định', 'Đúng hạn'));
}

async function result({ office, say, expectSms }: Stage): Promise<void> {
  const [code, phone] = ['0101701001', '0905000001'];
  say(`— A dossier goes its way: ${code}, received, Thẩm định, Trả kết quả`);
  await office.register({ receiptCode: code, phone, dueDate: later() });
  await office.progress(code, { step: 'Thẩm định', state: 'Đang xử lý' });
  await office.progress(code, { step: 'Trả kết quả' });
  await expectSms(phone, 'M1', expectedTexts.M1(code));
}

async function supplement({ office, say, expectSms, expectNoSms }: Stage): Promise<void> {
  const [code, phone] = ['0101701002', '0905000002'];
  say(`— Papers are missing: ${code}, Chờ bổ sung inside the department; the citizen cannot act yet`);
  await office.register({ receiptCode: code, phone, dueDate: later() });
  await office.progress(code, { step: 'Thẩm định' });
  await office.progress(code, { state: 'Chờ bổ sung' });
  await expectNoSms(phone);
  say('  then it is back at the counter, Bộ phận Một cửa');
  await office.progress(code, { step: 'Bộ phận Một cửa' });
  await expectSms(phone, 'M2', expectedTexts.M2(code));
}

async function sameDay({ office, phones, say, expectSms, expectNoSms }: Stage): Promise<void> {
  const [code, phone] = ['0101701003', '0905000003'];
  say(`— A same-day procedure: ${code}, at Trả kết quả the citizen is still in the room`);
  await office.register({ receiptCode: code, phone, dueDate: wallClock().date, sameDay: true });
  await office.progress(code, { step: 'Trả kết quả' });
  await expectNoSms(phone);
  say(`  but whoever asks gets an answer: mckh ${code}`);
  await phones.write(phone, `mckh ${code}`);
  await expectSms(phone, 'M4', expectedTexts.M4(code, 'Trả kết quả', 'Đúng hạn'));
}

async function noPhone({ office, say, expectNotice }: Stage): Promise<void> {
  const code = '0101701004';
  say(`— A citizen without a telephone: ${code} at Trả kết quả`);
  await office.register({ receiptCode: code, phone: null, dueDate: later() });
  await office.progress(code, { step: 'Trả kết quả' });
  await expectNotice(code, { kind: 'result', status: 'skipped', reason: 'no_phone' });
}

async function lateEnds({ office, say, expectSms, expectNoSms, apologyTime }: Stage): Promise<void> {
  const waitMs = untilMs(apologyTime);
  say(`— Back to ${LATE.code}, on the eve of its date${waitMs > 0 ? `: ${Math.ceil(waitMs / 1000)} s until ${apologyTime}` : ''}`);
  await sleep(Math.max(0, waitMs));
  await expectSms(LATE.phone, 'M3', expectedTexts.M3(LATE.code, tomorrow()), 20_000);
  say('  and then the result, as the apology promised');
  await office.progress(LATE.code, { step: 'Trả kết quả' });
  await expectSms(LATE.phone, 'M1', expectedTexts.M1(LATE.code));
  await expectNoSms(LATE.phone);
}

/** From now to a time of today; negative when it is over. */
export function untilMs(time: string): number {
  const timeOfDayMs = Date.parse(`1970-01-01T${time}Z`);
  return timeOfDayMs - (86_400_000 - untilMidnightMs());
}
