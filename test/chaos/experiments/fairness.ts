import { eventually } from '../../../infra/stack/eventually.ts';
import { createWorker } from '../../../infra/stack/programs.ts';
import { forEachAtOnce } from '../../support/at-once.ts';
import { phoneOf } from '../citizens.ts';
import { clerkAt, type ClerkBooks } from '../clerk.ts';
import { told, type Figure } from '../figure.ts';
import type { World } from '../world.ts';
import type { Experiment } from './experiment.ts';

/** `agencies.json` names them; `big` has the burst. */
const SMALL = ['one', 'two', 'three'] as const;
const PROCEDURE = { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false };
const EACH = 5;
/** Narrow, so that the link is what the agencies share, and not this machine. */
const SMS_TPS = '5';
const ROUNDS = 3;

/**
 * R10: four agencies have results to tell at one moment, over one narrow link; then again, and one of them has ten times as many. The
 * notices of the others may take twice as long. The two kinds of round alternate, and the figure is the median of their ratios.
 */
export const fairAgencies: Experiment = async ({ world, batch, say }) => {
  await using _ = await world.onlyWorker(({ env, ...rest }) => createWorker('narrow-worker', { ...rest, env: { ...env, SMS_TPS } }));
  const ratios: number[] = [];
  const lines: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const quiet = await othersDelay(world, batch(), EACH);
    const burst = await othersDelay(world, batch(), EACH * 10);
    ratios.push(burst / quiet);
    lines.push(`${(burst / 1000).toFixed(1)} ÷ ${(quiet / 1000).toFixed(1)} s`);
    say(`  round ${round + 1}: the others' p99 ${lines.at(-1)}`);
  }
  const median = ratios.toSorted((left, right) => left - right)[Math.floor(ROUNDS / 2)] ?? Number.POSITIVE_INFINITY;
  const figure: Figure = {
    id: 'R10',
    what: "the others' p99 of notice delay, ten times the burst from one agency ÷ without",
    value: median.toFixed(2),
    must: '≤ 2',
    ok: median <= 2,
  };
  return { findings: [], figures: [figure, told('R10', 'with ÷ without, each round', lines.join('; '))] };
};

/** @returns the 99th percentile of the small agencies' notices, from the acknowledged arrival to the network, milliseconds */
async function othersDelay(world: World, batch: number, ofTheBig: number): Promise<number> {
  const books: ClerkBooks = { acknowledged: [], complaints: [] };
  const clerk = clerkAt(world.stack.keys.clerk, books);
  const agencies = [...Array.from({ length: ofTheBig }, () => 'big'), ...Array.from({ length: EACH }, () => SMALL).flat()];
  const dossiers = agencies.map((agency, n) => ({
    agency,
    code: `0408${String(batch).padStart(3, '0')}${String(n).padStart(3, '0')}`,
    phone: phoneOf(batch, n),
  }));
  await forEachAtOnce(dossiers, 12, ({ agency, code, phone }) =>
    clerk.register(world.apiUrl(), { receiptCode: code, agency, phone, procedure: PROCEDURE }),
  );
  await eventually('all workflows to be started', async () => (await world.database.sql`select 1 from outbox`).length === 0, {
    withinMs: 60_000,
  });

  // The big one first: its notices are in the queue when the others' come.
  const arrived = (agency: (name: string) => boolean) =>
    forEachAtOnce(
      dossiers.filter((each) => agency(each.agency)),
      12,
      ({ code }) => clerk.tell(world.apiUrl(), code, { eventId: 'arrival', type: 'progress', step: 'Trả kết quả' }),
    );
  await Promise.all([arrived((name) => name === 'big'), arrived((name) => name !== 'big')]);

  const told = () =>
    new Map(
      world
        .log()
        .flatMap((entry) => (entry.type === 'handover' && entry.outcome === 'accepted' ? [[entry.id, Date.parse(entry.at)] as const] : [])),
    );
  await eventually('every result to be told', () => dossiers.every(({ code }) => told().has(`${code}/result/1`)), {
    withinMs: 120_000,
    everyMs: 250,
  });
  const at = told();
  const acknowledged = new Map(books.acknowledged.filter(({ seq }) => seq === 1).map((each) => [each.code, each.at]));
  const delays = dossiers
    .filter(({ agency }) => agency !== 'big')
    .map(({ code }) => (at.get(`${code}/result/1`) ?? 0) - (acknowledged.get(code) ?? 0));
  return delays.toSorted((left, right) => left - right)[Math.ceil(delays.length * 0.99) - 1] ?? 0;
}
