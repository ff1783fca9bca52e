import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { createChild } from '../../../infra/stack/child.ts';
import { tomorrow, wallClock } from '../../../infra/dev/demo/wall-clock.ts';
import { eventually } from '../../../infra/stack/eventually.ts';
import type { Surroundings } from '../../../infra/stack/programs.ts';
import { codeKey, readReceiptCode } from '../../../src/domain/receipt-code.ts';
import { forEachAtOnce } from '../../support/at-once.ts';
import { phoneOf } from '../citizens.ts';
import { clerkAt, type ClerkBooks } from '../clerk.ts';
import { counted, told } from '../figure.ts';
import type { LedgerRow } from '../judge/evidence.ts';
import type { Finding } from '../judge/finding.ts';
import type { World } from '../world.ts';
import type { Experiment } from './experiment.ts';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const PROCEDURE = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
const EACH = 4;
/** From the registration to the apologies. */
const EVENING_IN_MS = 14_000;
const UNCERTAIN_AFTER_S = 6;

/** What the citizen of each kind is told, and what is lost of it. */
const KINDS = ['result', 'supplement', 'apology'] as const;
type Case = { readonly kind: (typeof KINDS)[number]; readonly receiptLost: boolean; readonly code: string; readonly phone: string };

/**
 * The policy for uncertain notices (requirements §5.6), end to end, with a gateway that does not deduplicate: every answer to a first
 * hand-over is lost. A receipt settles it. Without one, a result or a supplement is sent once more, marked, under a reference of its own;
 * an apology is not.
 */
export const uncertainHandovers: Experiment = async ({ world, batch }) => {
  const findings: Finding[] = [];
  await using _ = await world.onlyWorker(blindWorker);
  const { time } = wallClock(EVENING_IN_MS);
  await using registrar = await world.openRegistrar({ APOLOGY_TIME: time, APOLOGY_SPREAD: '0s' });
  const cases = casesOf(batch());
  const books: ClerkBooks = { acknowledged: [], complaints: [] };
  const clerk = clerkAt(world.stack.keys.clerk, books);
  await forEachAtOnce(cases, 4, ({ code, phone }) =>
    clerk.register(registrar.url, { receiptCode: code, phone, procedure: PROCEDURE, dueDate: tomorrow(), step: 'Bộ phận Một cửa' }),
  );
  const isCase = (id: string) => cases.some(({ code }) => id.startsWith(`${code}/`));
  for (const { code, kind } of cases)
    world.saboteur.arm({ port: 'gateway', call: 'POST /send', about: `${code}/${kind}`, damage: 'lose_answer', times: 1 });
  for (const { code, receiptLost } of cases)
    if (receiptLost) world.saboteur.arm({ port: 'api', call: '/receipts', about: code, damage: 'cut', times: 50 });
  await forEachAtOnce(cases, 4, ({ code, kind }) => {
    const said = { result: { step: 'Trả kết quả' }, supplement: { state: 'Chờ bổ sung' }, apology: { state: 'Đang xử lý' } } as const;
    return clerk.tell(world.apiUrl(), code, { eventId: 'e1', type: 'progress', ...said[kind] });
  });

  const accepted = () =>
    world.log().flatMap((entry) => (entry.type === 'handover' && entry.outcome === 'accepted' && isCase(entry.id) ? [entry.id] : []));
  const expected = cases.flatMap(({ code, kind, receiptLost }) => {
    const key = `${code}/${kind}/${kind === 'apology' ? tomorrow() : 1}`;
    return receiptLost && kind !== 'apology' ? [key, `${key}~1`] : [key];
  });
  await eventually('every hand-over and every second one', () => expected.every((id) => accepted().includes(id)), {
    withinMs: 60_000,
  }).catch(() => undefined);
  await sleep(UNCERTAIN_AFTER_S * 1000 + 2000); // time enough for one too many
  const all = world.log().flatMap((entry) => (entry.type === 'handover' && isCase(entry.id) ? [`${entry.id} ${entry.outcome}`] : []));
  const wanted = expected.map((id) => `${id} accepted`);
  const wrong = [
    ...all.filter((each, at) => !wanted.includes(each) || all.indexOf(each) !== at),
    ...wanted.filter((each) => !all.includes(each)).map((each) => `not ${each}`),
  ];
  findings.push(
    ...wrong.map((what): Finding => ({
      invariant: 'I2',
      about: what.split(' ')[0] ?? '',
      what: `with a gateway that does not deduplicate: ${what}`,
    })),
  );

  for (const each of cases) {
    const row = await ledgerOf(world, each);
    const status = each.receiptLost ? ['uncertain', 'sent'] : ['delivered'];
    const resent = each.receiptLost && each.kind !== 'apology' ? 1 : 0;
    if (!row || !status.includes(row.status) || row.resent !== resent)
      findings.push({
        invariant: 'I2',
        about: each.code,
        what: `the ledger says ${row?.status}, sent once more ${row?.resent} times; expected ${status.join(' or ')}, ${resent}`,
      });
  }
  world.saboteur.disarm();
  return {
    findings,
    figures: [
      counted('R4', 'violations of the uncertain policy: a gateway that does not deduplicate, every answer lost', findings.length),
      told('R4', 'hand-overs, sent once more', `${all.length}, ${all.filter((each) => each.includes('~1')).length}`),
    ],
  };
};

function casesOf(batch: number): readonly Case[] {
  return KINDS.flatMap((kind, at) =>
    Array.from({ length: EACH * 2 }, (_, n): Case => {
      const index = at * EACH * 2 + n;
      return {
        kind,
        receiptLost: n >= EACH,
        code: `0508${String(batch).padStart(3, '0')}${String(index).padStart(3, '0')}`,
        phone: phoneOf(batch, index),
      };
    }),
  );
}

function blindWorker({ env, logDir }: Surroundings) {
  return createChild({
    name: 'blind-worker',
    command: process.execPath,
    args: ['--import', 'tsx', fileURLToPath(new URL('../blind-worker.ts', import.meta.url))],
    cwd: ROOT,
    env: { ...env, UNCERTAIN_AFTER: `${UNCERTAIN_AFTER_S}s` },
    logFile: path.join(logDir, 'blind-worker.log'),
    graceMs: 30_000,
  });
}

async function ledgerOf(world: World, { code, kind }: Case): Promise<LedgerRow | undefined> {
  const key = readReceiptCode(code);
  const [row] = await world.database.sql<
    LedgerRow[]
  >`select key, status, reason, resent, attempts from notices where code_key = ${key && codeKey(key)} and kind = ${kind}`;
  return row;
}
