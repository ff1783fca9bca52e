import { randomUUID } from 'node:crypto';
import { eventually } from '../../stack/eventually.ts';
import type { Keys } from '../../stack/keys.ts';
import { openOffice } from '../demo/office.ts';
import { wallClock } from '../demo/wall-clock.ts';

const DAY_MS = 86_400_000;

const PROCEDURES = {
  price: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false },
  settlement: { code: 'TCDN-05', name: 'Quyết toán dự án hoàn thành', sameDay: false },
  assets: { code: 'QLCS-02', name: 'Điều chuyển tài sản công', sameDay: false },
} as const;

type Filled = { readonly apiUrl: string; readonly telcoUrl: string; readonly keys: Keys };
type Event = { readonly type: string } & Readonly<Record<string, string>>;

/** Dossiers in every state that a page shows, each with its life so far; days are counted from today. */
const DOSSIERS: readonly {
  readonly code: string;
  readonly procedure: keyof typeof PROCEDURES;
  readonly due: number | null;
  readonly hasPhone?: false;
  readonly events?: readonly Event[];
}[] = [
  ...['0101702010', '0101702027', '0101702034', '0101702041'].map((code) => ({
    code,
    procedure: 'price' as const,
    due: 1,
    events: [{ type: 'progress', step: 'Thẩm định' }],
  })),
  ...['0101702058', '0101702065', '0101702072'].map((code) => ({
    code,
    procedure: 'settlement' as const,
    due: 1,
    events: [{ type: 'progress', step: 'Trình ký', state: 'Đang xử lý' }],
  })),
  { code: '0101702089', procedure: 'assets', due: 1, hasPhone: false, events: [{ type: 'progress', step: 'Thẩm định' }] },
  ...['0101702096', '0101702103', '0101702110', '0101702127'].map((code, index) => ({
    code,
    procedure: 'assets' as const,
    due: index + 2,
    events: [{ type: 'progress', step: 'Thẩm định' }],
  })),
  { code: '0101702134', procedure: 'price', due: -2, events: [{ type: 'progress', step: 'Thẩm định' }] },
  { code: '0101702141', procedure: 'settlement', due: -1, events: [{ type: 'progress', step: 'Trình ký' }] },
  {
    code: '0101702158',
    procedure: 'settlement',
    due: 4,
    events: [
      { type: 'progress', step: 'Thẩm định' },
      { type: 'progress', step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', note: 'Thiếu biên bản nghiệm thu' },
    ],
  },
  {
    code: '0101702165',
    procedure: 'price',
    due: 2,
    events: [
      { type: 'progress', step: 'Thẩm định', state: 'Đang xử lý' },
      { type: 'progress', step: 'Bộ phận Một cửa', state: 'Chờ bổ sung', note: 'Thiếu bảng kê tài sản' },
      { type: 'progress', step: 'Thẩm định', state: 'Đang xử lý' },
      { type: 'reschedule', dueDate: '+6', reason: 'reappointment', note: 'Chờ kết quả giám định' },
      { type: 'progress', step: 'Trả kết quả' },
    ],
  },
  ...['0101702172', '0101702189'].map((code) => ({
    code,
    procedure: 'price' as const,
    due: 5,
    events: [{ type: 'progress', step: 'Trả kết quả' }],
  })),
  { code: '0101702196', procedure: 'assets', due: 7, hasPhone: false, events: [{ type: 'progress', step: 'Trả kết quả' }] },
  { code: '0101702202', procedure: 'settlement', due: 3, events: [{ type: 'progress', step: 'Trả kết quả' }] },
  {
    code: '0101702219',
    procedure: 'price',
    due: 3,
    events: [
      { type: 'progress', step: 'Trả kết quả' },
      { type: 'close', outcome: 'handed_over' },
    ],
  },
  { code: '0101702226', procedure: 'assets', due: null },
];

/** A dossier with a long life: papers, another date, the result. */
export const LONG_LIFE = '0101702165';
/** Will be apologised for tonight. */
export const DUE_TOMORROW = '0101702010';
/** At the result; the network refused its message. */
export const UNREACHED = '0101702202';
export const CLOSED = '0101702219';

/**
 * Plays some days of an office through the API, as its software would. Returns when the messages have arrived.
 * @throws when a call is not answered as the contract says
 */
export async function fillOffice({ apiUrl, telcoUrl, keys }: Filled): Promise<void> {
  const post = async (url: string, body: object, role: 'clerk' | 'operator' = 'clerk') => {
    const headers = { authorization: `Bearer ${keys[role]}`, 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) throw new Error(`${new URL(url).pathname}: ${answer.status} ${await answer.text()}`);
  };
  const dayAt = (days: number) => wallClock(days * DAY_MS).date;
  const { noticesOf } = openOffice(apiUrl, keys.clerk);
  const arrived = (code: string, count: number) =>
    eventually(
      `${count} messages of ${code} to have arrived`,
      async () => (await noticesOf(code)).filter(({ status }) => ENDED.includes(status)).length === count,
      { withinMs: 60_000, everyMs: 100 },
    );
  await post(`${telcoUrl}/api/fault`, { kind: 'reject', to: phoneOf(UNREACHED) });
  for (const { code, procedure, due, hasPhone = true, events = [] } of DOSSIERS) {
    await post(`${apiUrl}/v1/dossiers`, {
      receiptCode: code,
      procedure: PROCEDURES[procedure],
      phone: hasPhone ? phoneOf(code) : null,
      dueDate: due === null ? null : dayAt(due),
      receivedAt: new Date(Date.now() - 9 * DAY_MS).toISOString(),
    });
    for (const { dueDate, ...event } of events) {
      const moved = dueDate === undefined ? {} : { dueDate: dayAt(Number(dueDate)) };
      await post(`${apiUrl}/v1/dossiers/${code}/events`, { eventId: randomUUID(), ...event, ...moved });
      // Papers that are there before the message has left would make it untrue.
      if (event['state'] === 'Chờ bổ sung') await arrived(code, 1);
    }
  }
  for (const text of [`MCKH ${LONG_LIFE}`, 'MCKH 9999999', 'xin chào'])
    await post(`${telcoUrl}/api/texts`, { from: phoneOf(LONG_LIFE), text });
  await arrived(LONG_LIFE, 2);
  await arrived(UNREACHED, 1);
}

const ENDED = ['delivered', 'permanent_failure'];

function phoneOf(code: string): string {
  return `0905${code.slice(-6)}`;
}
