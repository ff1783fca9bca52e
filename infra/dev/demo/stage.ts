import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, messageOf } from '../../stack/eventually.ts';
import type { NoticeSeen, Office } from './office.ts';
import type { Phones, Received } from './phones.ts';
import { wallClock } from './wall-clock.ts';

/** How the scenes say what happens, and check what arrives. */
export type Stage = {
  readonly office: Office;
  readonly phones: Phones;
  /** The time of the apologies, `HH:mm:ss` of today. */
  readonly apologyTime: string;
  readonly say: (line: string) => void;
  /** Waits for the next SMS on a telephone, shows it, and compares it byte for byte. */
  readonly expectSms: (phone: string, name: string, text: string, withinMs?: number) => Promise<void>;
  /** Gives a wrong SMS 2 s to come. */
  readonly expectNoSms: (phone: string) => Promise<void>;
  /** Waits for a notice in the timeline of a dossier, and shows its status and reason. */
  readonly expectNotice: (
    code: string,
    wanted: { readonly kind: string; readonly status: string; readonly reason: string },
  ) => Promise<void>;
  readonly failures: () => number;
};

export function openStage(office: Office, phones: Phones, apologyTime: string): Stage {
  const seen = new Map<string, number>();
  let failures = 0;
  const say = (line: string) => console.log(`${wallClock().time}  ${line}`);
  const check = (isRight: boolean, wrong: string) => {
    if (isRight) return;
    failures += 1;
    say(`  ✗ ${wrong}`);
  };
  const findNext = async (phone: string): Promise<Received | undefined> => (await phones.receivedBy(phone))[seen.get(phone) ?? 0];

  return {
    office,
    phones,
    apologyTime,
    say,
    async expectSms(phone, name, text, withinMs = 15_000) {
      const sms = await eventually(`${name} on ${phone}`, () => findNext(phone), { withinMs, everyMs: 100 }).catch((error: unknown) =>
        check(false, messageOf(error)),
      );
      if (!sms) return;
      seen.set(phone, (seen.get(phone) ?? 0) + 1);
      say(`  ✉ ${phone}  ${sms.text}`);
      check(sms.text === text, `expected ${name}: ${text}`);
      if (sms.text === text) say(`  ✓ ${name}, word for word, ${sms.segments} segments${sms.charge ? ', charged' : ', free'}`);
    },
    async expectNoSms(phone) {
      await sleep(QUIET_MS);
      const sms = await findNext(phone);
      check(sms === undefined, `expected no further SMS, came: ${sms?.text}`);
      if (!sms) say(`  ✓ no further SMS on ${phone}`);
    },
    async expectNotice(code, wanted) {
      const find = async () =>
        (await office.noticesOf(code)).find(
          ({ kind, status, reason }) => kind === wanted.kind && status === wanted.status && reason === wanted.reason,
        );
      const found = await eventually(describe(wanted), find).catch(async () =>
        check(false, `expected ${describe(wanted)}; there is ${(await office.noticesOf(code)).map(describe).join('; ') || 'none'}`),
      );
      if (found) say(`  ✓ timeline of ${code}: ${describe(found)}`);
    },
    failures: () => failures,
  };
}

const QUIET_MS = 2000;

function describe({ kind, status, reason }: NoticeSeen): string {
  return `${kind} ${status}${reason === null ? '' : ` (${reason})`}`;
}
