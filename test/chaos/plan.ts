import type { Sabotage } from './links/sabotage.ts';
import { diceOf, type Dice } from './random.ts';

/** An evening in the order in which it happens; the inquiries go on all the while. */
export const STAGES = ['registering', 'steps', 'inquiries', 'apologies', 'results', 'closing'] as const;
export type Stage = (typeof STAGES)[number];

export const VICTIMS = ['api', 'worker', 'temporal', 'postgres', 'telco'] as const;
export type Victim = (typeof VICTIMS)[number];

/** `kill -9`, and back after a while. */
export type Kill = {
  readonly victim: Victim;
  /** Which of several, as a share of them. */
  readonly which: number;
  /** Of the stage's work that is done when it comes; 0 is its boundary. */
  readonly afterShare: number;
  readonly absentMs: number;
};

/** PostgreSQL stops: its processes stand still, or are killed and started again. */
export type Stop = { readonly how: 'freeze' | 'kill'; readonly afterMs: number; readonly forMs: number };

/** What happens in an evening; the same for the same seed. */
export type Plan = {
  readonly seed: number;
  readonly kills: Readonly<Partial<Record<Stage, Kill>>>;
  readonly sabotage: Readonly<Partial<Record<Stage, readonly Sabotage[]>>>;
  /** One after the other, from the beginning of the evening to its end. */
  readonly stops: readonly Stop[];
};

export const NOTHING: Omit<Plan, 'seed'> = { kills: {}, sabotage: {}, stops: [] };

/** R1: in as many evenings as there are victims, each is killed once at each stage. */
export function killPlans(seed: number): readonly Plan[] {
  const dice = diceOf(seed);
  const firsts = new Map(STAGES.map((stage) => [stage, dice.whole(0, VICTIMS.length - 1)]));
  return VICTIMS.map((_, evening) => ({
    ...NOTHING,
    seed: seed + evening,
    kills: Object.fromEntries(
      STAGES.map((stage) => [stage, killOf(VICTIMS[((firsts.get(stage) ?? 0) + evening) % VICTIMS.length] ?? 'api', dice)]),
    ),
  }));
}

/** R3: every 5 to 10 seconds for up to 2. */
export function stopPlan(seed: number): Plan {
  const dice = diceOf(seed);
  const stops = Array.from({ length: 40 }, () => ({
    how: dice.pick(['freeze', 'kill']),
    afterMs: dice.whole(5000, 10_000),
    forMs: dice.whole(0, 2000),
  }));
  return { ...NOTHING, seed, stops };
}

/** R4: at every port, calls that are done and reported as failed; some that never arrive, and some late. */
export function lossPlan(seed: number, each = 3): Plan {
  const dice = diceOf(seed);
  const sabotage = Object.fromEntries(STAGES.map((stage) => [stage, CALLS[stage].flatMap((call) => damagesTo(call, each, dice))]));
  return { ...NOTHING, seed, sabotage };
}

/** For `npm test`: a kill at three stages, and answers lost at the others. */
export function shortPlan(seed: number): Plan {
  const dice = diceOf(seed);
  const victims = dice.shuffled(VICTIMS);
  const killed = ['steps', 'apologies', 'results'] as const;
  const { sabotage } = lossPlan(seed, 1);
  return {
    ...NOTHING,
    seed,
    sabotage,
    kills: Object.fromEntries(killed.map((stage, at) => [stage, killOf(victims[at] ?? 'worker', dice)])),
  };
}

function killOf(victim: Victim, dice: Dice): Kill {
  const atTheBoundary = dice.fraction() < 0.3;
  return { victim, which: dice.fraction(), afterShare: atTheBoundary ? 0 : dice.fraction() * 0.7, absentMs: dice.whole(0, 2500) };
}

type Call = Pick<Sabotage, 'port' | 'call'>;

function damagesTo(call: Call, each: number, dice: Dice): readonly Sabotage[] {
  return [
    { ...call, damage: 'lose_answer', times: each, after: dice.whole(0, 4) },
    { ...call, damage: 'cut', times: 1, after: dice.whole(0, 4) },
    { ...call, damage: 'delay', times: 1, after: dice.whole(0, 4), delayMs: dice.whole(100, 1500) },
  ];
}

const toPostgres = (...calls: readonly string[]) => calls.map((call): Call => ({ port: 'postgres', call }));
const toTemporal = (...calls: readonly string[]) => calls.map((call): Call => ({ port: 'temporal', call: `/${call}` }));
const toApi = (...calls: readonly string[]) => calls.map((call): Call => ({ port: 'api', call }));

const SENDING: readonly Call[] = [
  { port: 'gateway', call: 'POST /send' },
  ...toPostgres('update gateways', 'insert into notices', 'from settle_sent(', 'from keep_receipt('),
  ...toTemporal('RespondWorkflowTaskCompleted'),
  ...toApi('/receipts'),
];

/** What each stage asks of whom: there its faults wait. The SQL is known by a piece of its own. */
const CALLS: Readonly<Record<Stage, readonly Call[]>> = {
  registering: [
    ...toApi('POST /v1/dossiers'),
    ...toPostgres('insert into dossiers', 'delete from outbox'),
    ...toTemporal('StartWorkflowExecution', 'RespondWorkflowTaskCompleted'),
  ],
  steps: [...toApi('/events'), ...toPostgres('update dossiers d set', 'for update skip locked'), ...toTemporal('SignalWorkflowExecution')],
  inquiries: [...toApi('/inquiries'), ...toPostgres('keep_inquiry(', 'update inquiries set'), ...toTemporal('QueryWorkflow')],
  apologies: SENDING,
  results: SENDING,
  closing: [...toPostgres('"snapshots"'), ...toTemporal('RespondWorkflowTaskCompleted', 'RespondActivityTaskCompleted')],
};
