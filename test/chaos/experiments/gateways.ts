import { setTimeout as sleep } from 'node:timers/promises';
import { wallClock } from '../../../infra/dev/demo/wall-clock.ts';
import type { Child } from '../../../infra/stack/child.ts';
import { createWorker } from '../../../infra/stack/programs.ts';
import { forEachAtOnce } from '../../support/at-once.ts';
import { judgeWhenQuiet } from '../gateways/judge-pair.ts';
import { openPairOffice, type PairOffice } from '../gateways/pair-office.ts';
import { figuresOfPair } from '../gateways/pair-figures.ts';
import { playPair, SLOW, type FirstFails } from '../gateways/play-pair.ts';
import { settingsFor, type PairPlan } from '../gateways/settings.ts';
import { openGateway, planGateway, type SimulatedGateway } from '../gateways/simulated-gateway.ts';
import { diceOf, type Dice } from '../random.ts';
import type { World } from '../world.ts';
import type { Experiment } from './experiment.ts';

/** Of each pair. */
const DOSSIERS = 110;
const [SHARE_OF_FIRST, SHARE_OF_SECOND] = [70, 30] as const;
/** From the start of the api that registers to the apologies. */
const EVENING_IN_MS = 18_000;
const SETTINGS = { APOLOGY_SPREAD: '8s', UNCERTAIN_AFTER: '6s' };

type Scene = { readonly gateways: readonly SimulatedGateway[]; readonly office: PairOffice };
type Pair = PairPlan & { readonly fails: FirstFails };

/**
 * R12: two pairs of gateways share the notices of an agency each, and all that can go wrong with a gateway does. One pair deduplicates; the
 * other one is of two presets that do not. The worker is killed twice. What counts is what the telephones got from all gateways together.
 */
export const gatewayFaults: Experiment = async ({ world, seed, batch, say }) => {
  const dice = diceOf(seed);
  const pairs = await planPairs();
  const settings = { ...settingsFor(world.dataDir, pairs), ...SETTINGS };
  const workers: Child[] = [];
  await using _ = await world.onlyWorker(({ env, ...rest }) => {
    const worker = createWorker('several-gateways-worker', { ...rest, env: { ...env, ...settings } });
    workers.push(worker);
    return worker;
  });
  await using registrar = await world.openRegistrar({ ...settings, APOLOGY_TIME: wallClock(EVENING_IN_MS).time });
  const opened: AsyncDisposable[] = [];
  await using _all = { [Symbol.asyncDispose]: () => forEachAtOnce(opened, 1, (each) => Promise.resolve(each[Symbol.asyncDispose]())) };
  const scenes = await Promise.all(
    pairs.map(async (pair) => {
      const first = await openGateway(pair.first, registrar.url);
      const second = await openGateway(pair.second, registrar.url);
      opened.push(first, second);
      const office = openPairOffice({ world, batch: batch(), dossiers: DOSSIERS, agency: pair.agency, url: registrar.url });
      return { ...pair, gateways: [first, second] as const, office };
    }),
  );
  for (const { office } of scenes) await office.register();
  const killing = killTwice(world, workers, scenes, dice);
  const played = scenes.map(async (scene) => ({ ...scene, end: await playPair(scene.office, scene.gateways, scene.fails) }));
  await Promise.allSettled([...played, killing]); // so that nothing is started again once the world is closed
  await killing;
  const judged = [];
  for (const scene of await Promise.all(played)) {
    const all = await judgeWhenQuiet(world, scene.office, scene.gateways);
    const missed = scene.end.missed.join(', ') || 'nothing';
    say(`  ${scene.first.preset} and ${scene.second.preset}: ${all.findings.length} violations; missed: ${missed}`);
    judged.push({ findings: all.findings, figures: figuresOfPair(scene, scene.end, all) });
  }
  return { findings: judged.flatMap(({ findings }) => findings), figures: judged.flatMap(({ figures }) => figures) };
};

async function planPairs(): Promise<readonly Pair[]> {
  const plan = async (
    agency: string,
    deduplicates: boolean,
    [first, second]: readonly [Named, Named],
    fails: FirstFails,
  ): Promise<Pair> => ({
    agency,
    deduplicates,
    fails,
    first: await planGateway(first.name, first.preset, SHARE_OF_FIRST),
    second: await planGateway(second.name, second.preset, SHARE_OF_SECOND),
  });
  const plain = (name: string) => ({ name, preset: 'plain' });
  const itself = (name: string) => ({ name, preset: name });
  return [
    await plan('knowing', true, [plain('chaos-a'), plain('chaos-b')], {
      leaves: SLOW,
      pauses: { kind: 'unauthorized' },
      pausedState: 'misconfigured',
    }),
    await plan('blind', false, [itself('vietguys'), itself('speedsms')], {
      leaves: { kind: 'throttle' }, // which VietGuys calls busy: unavailable
      pauses: { kind: 'no_balance' },
      pausedState: 'no_balance',
    }),
  ];
}

type Named = { readonly name: string; readonly preset: string };

/** Once in the middle of the apologies, and once more while gateways leave, lose answers and are tried. */
async function killTwice(world: World, [worker]: readonly Child[], scenes: readonly Scene[], dice: Dice): Promise<void> {
  if (!worker) throw new Error('expected a worker');
  const heard = () => scenes.flatMap(({ gateways }) => gateways.flatMap((gateway) => gateway.heard())).length;
  const enough = scenes.length * DOSSIERS * (0.2 + dice.fraction() * 0.5);
  const end = Date.now() + 60_000;
  while (heard() < enough && Date.now() < end) await sleep(20);
  await world.kill(worker, 'worker', dice.whole(0, 2000));
  await Promise.all(scenes.map(({ office }) => office.apologiesDecided()));
  await sleep(dice.whole(0, 30_000));
  await world.kill(worker, 'worker', dice.whole(0, 2000));
}
