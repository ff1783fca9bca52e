import { setTimeout as sleep } from 'node:timers/promises';
import { tomorrow } from '../../../infra/dev/demo/wall-clock.ts';
import { readGateways } from '../../../src/db/gateways.ts';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { forEachAtOnce } from '../../support/at-once.ts';
import { phoneOf, type Citizen } from '../citizens.ts';
import { clerkAt, type ClerkBooks } from '../clerk.ts';
import type { World } from '../world.ts';

const PROCEDURE = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
const CLERKS = 6;
/** How long a notice may take to be decided, a kill of the worker included. */
const DECIDED_WITHIN_MS = 120_000;

/** A result that was recorded at that moment, milliseconds since 1970. */
export type Arrived = { readonly code: string; readonly at: number };

export type PairOfficeOptions = {
  readonly world: World;
  readonly batch: number;
  readonly dossiers: number;
  readonly agency: string;
  /** The api that knows the pair's gateways. */
  readonly url: string;
};

/** The clerks of one agency: every dossier of theirs is late, and its result arrives in some later turn. */
export function openPairOffice({ world, batch, dossiers, agency, url }: PairOfficeOptions) {
  const books: ClerkBooks = { acknowledged: [], complaints: [] };
  const clerk = clerkAt(world.stack.keys.clerk, books);
  const citizens = Array.from({ length: dossiers }, (_, n): Citizen & { readonly phone: string } => {
    const code = `0610${String(batch).padStart(3, '0')}${String(n).padStart(3, '0')}`;
    return { code, phone: phoneOf(batch, n), course: 'late' };
  });
  const waiting = [...citizens];

  /** Gives up at last. */
  const decided = async (kind: 'apology' | 'result', codes: readonly string[]): Promise<boolean> => {
    const keys = codes.map((code) => codeKey(code));
    const until = Date.now() + DECIDED_WITHIN_MS;
    while (Date.now() < until) {
      const [row] = await world.database.sql<{ count: number }[]>`
        select count(*)::int from notices
        where code_key = any(${keys}) and kind = ${kind} and status not in ('created', 'sending')
          and (status <> 'uncertain' or kind = 'apology' or resent > 0)`;
      if (row && row.count >= codes.length) return true;
      await sleep(200);
    }
    return false;
  };

  return {
    books,
    citizens,
    register: () =>
      forEachAtOnce(citizens, CLERKS, ({ code, phone }) =>
        clerk.register(url, { receiptCode: code, agency, phone, procedure: PROCEDURE, dueDate: tomorrow(), step: 'Thẩm định' }),
      ),
    /** The results of the next dossiers arrive; none when all have. */
    async arrive(count: number): Promise<readonly Arrived[]> {
      const arrived: Arrived[] = [];
      await forEachAtOnce(waiting.splice(0, count), CLERKS, async ({ code }) => {
        await clerk.tell(url, code, { eventId: 'result', type: 'progress', step: 'Trả kết quả' });
        arrived.push({ code, at: Date.now() });
      });
      return arrived;
    },
    apologiesDecided: () =>
      decided(
        'apology',
        citizens.map(({ code }) => code),
      ),
    resultsDecided: (arrived: readonly Arrived[]) =>
      decided(
        'result',
        arrived.map(({ code }) => code),
      ),
    /** What all workers know of a gateway. */
    async rowOf(name: string): Promise<{ readonly isAway: boolean; readonly state: string }> {
      const row = (await readGateways(world.database)).find((each) => each.name === name);
      if (!row) throw new Error(`expected a row of gateway ${name}`);
      return { isAway: row.awaySince !== null, state: row.state };
    },
  };
}

export type PairOffice = ReturnType<typeof openPairOffice>;
