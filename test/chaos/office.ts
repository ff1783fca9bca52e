import { setTimeout as sleep } from 'node:timers/promises';
import { wallClock } from '../../infra/dev/demo/wall-clock.ts';
import { askingPhoneOf, lifeOf, newPhoneOf, type Citizen } from './citizens.ts';
import { clerkAt, type ClerkBooks } from './clerk.ts';
import { forEachAtOnce } from '../support/at-once.ts';
import type { Stage } from './plan.ts';
import type { World } from './world.ts';

const DAY_MS = 86_400_000;
const PROCEDURE = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
/** Clerks at work at a time. */
const CLERKS = 6;

export type OfficeOptions = {
  readonly world: World;
  readonly batch: number;
  readonly citizens: readonly Citizen[];
  readonly registrarUrl: string;
};

/** The people of an evening: clerks who say what happens, stage by stage, and citizens who ask. */
export function openOffice({ world, batch, citizens, registrarUrl }: OfficeOptions) {
  const books: ClerkBooks = { acknowledged: [], complaints: [] };
  const clerk = clerkAt(world.stack.keys.clerk, books);
  const done = new Map<Stage, number>();
  const noteOne = (stage: Stage) => done.set(stage, (done.get(stage) ?? 0) + 1);
  const receivedAt = new Date().toISOString();
  let asked = 0;

  const saidAt = (stage: Stage, citizen: Citizen, index: number) =>
    lifeOf(citizen.course, { inDays: (days) => wallClock(days * DAY_MS).date, newPhone: newPhoneOf(batch, index) })[stage] ?? [];

  return {
    books,
    /** How much of a stage's work is done, from 0 to 1. */
    share: (stage: Stage) => (done.get(stage) ?? 0) / citizens.length,
    register: (dueDate: string, agency = 'default') =>
      forEachAtOnce(citizens, CLERKS, async ({ code, phone }) => {
        await clerk.register(registrarUrl, { receiptCode: code, agency, phone, dueDate, receivedAt, procedure: PROCEDURE });
        noteOne('registering');
      }),
    /** Everything that is said at this stage, each dossier's in its order. */
    work: (stage: Stage, pauseMs = 0) =>
      forEachAtOnce(
        citizens.map((citizen, index) => ({ citizen, index })),
        CLERKS,
        async ({ citizen, index }) => {
          for (const [nth, said] of saidAt(stage, citizen, index).entries())
            await clerk.tell(world.apiUrl(), citizen.code, { ...said, eventId: `${stage}-${nth}`, occurredAt: new Date().toISOString() });
          noteOne(stage);
          await sleep(pauseMs);
        },
      ),
    /** A citizen texts; false when the network is away. */
    async ask(): Promise<boolean> {
      const { code } = citizens[(asked * 7) % citizens.length] ?? { code: '' };
      const from = askingPhoneOf(batch, asked);
      asked += 1;
      return hasTexted(world.stack.telcoUrl, from, `MCKH ${code}`);
    },
    noteOne,
  };
}

export type Office = ReturnType<typeof openOffice>;

async function hasTexted(telcoUrl: string, from: string, text: string): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${telcoUrl}/api/texts`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ from, text }),
      signal: AbortSignal.timeout(5000),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
