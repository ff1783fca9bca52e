import { claimNotice, recordNotSent, settle } from '../../src/db/notices.ts';
import { dateOf, instantAt, plusDays, type Instant } from '../../src/domain/calendar.ts';
import { noticeKey, type Notice } from '../../src/domain/notice-key.ts';
import type { NoticeStatus } from '../../src/domain/notice-status.ts';
import type { Api } from './api.ts';
import { code } from './dossiers.ts';

type Some = {
  readonly receiptCode?: string;
  readonly agency?: string;
  readonly reason?: string;
  readonly phone?: string | null;
  readonly gateway?: string;
  readonly text?: string;
  readonly decidedAt?: Instant;
};

let next = 1;

/** The key of a notice that ended like this, of a new dossier that still calls for it. */
export async function endedNotice(api: Api, kind: Notice['kind'], status: NoticeStatus, some: Some = {}): Promise<string> {
  const { agency = 'default', reason = 'as the test wants it', phone = '0905123456', gateway = 'plain', text = 'TB' } = some;
  const receiptCode = code(some.receiptCode ?? `END-${process.pid}-${next++}`);
  const now = instantAt(Date.now());
  const dueDate = plusDays(dateOf(now), 5);
  const at = { result: { step: 'Trả kết quả' }, supplement: { step: 'Bộ phận Một cửa' }, apology: {} }[kind];
  const made = await api.register({ receiptCode, agency, phone, dueDate, ...at });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  if (kind === 'supplement') await api.event(receiptCode, { type: 'progress', state: 'Chờ bổ sung' });
  const notice: Notice = kind === 'apology' ? { kind, dueDate } : { kind, round: 1 };
  const { decidedAt = now } = some;
  const entry = { receiptCode, notice, text, segments: 2, encoding: 'unicode' as const, cost: null, decidedAt, dueAt: decidedAt };
  const key = noticeKey(receiptCode, notice);
  if (status === 'skipped' || status === 'superseded') {
    await recordNotSent(api.database, entry, status, reason);
    return key;
  }
  await claimNotice(api.database, entry, gateway, null);
  await settle(api.database, key, status, reason);
  return key;
}
