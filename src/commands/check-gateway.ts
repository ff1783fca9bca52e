import { parseArgs } from 'node:util';
import { faultsOfDrivers } from '../config/usable-gateways.ts';
import type { Agency } from '../domain/agency.ts';
import { findDriver } from '../sms/drivers.ts';
import { chooseGateways, type ChosenGateway } from './choose-gateways.ts';
import { completeSettings } from './complete-settings.ts';
import { describeGateway } from './describe-gateway.ts';
import { phoneOf, sampleTexts, type SampleTexts } from './sample-texts.ts';
import { sendSample } from './send-sample.ts';

export const CHECK_USAGE = `gateway check [preset] [--gateway …] [--agency …] [--price …] [--to … [--yes]]
  Checks a preset (a name, or the path of a file) and the settings of contract §1, and prints the request for each text, how many SMS it
  takes and what it costs. Nothing is sent. It exits with 1 when something is wrong or missing.
  --gateway   which gateway of GATEWAYS_FILE; without it and without a preset, all of them
  --agency    whose name and sender the texts have (default)
  --price     đồng for each SMS, where the settings give no prices
  --to        sends the first text to this number for real, after asking
  --yes       does not ask`;

const OPTIONS = {
  gateway: { type: 'string' },
  agency: { type: 'string', default: 'default' },
  price: { type: 'string' },
  to: { type: 'string' },
  yes: { type: 'boolean', default: false },
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** @returns the exit code. @throws when the settings or the preset are wrong, with every fault */
export async function checkGateway(args: readonly string[], env: Environment): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [preset, ...more] = positionals;
  if (more.length > 0) throw new Error(`expected one preset, came ${positionals.join(' ')}`);
  const price = readPrice(values.price);
  const phone = values.to === undefined ? null : phoneOf(values.to);

  const { config, chosen } = chooseGateways({ preset, gateway: values.gateway }, env);
  const agency = config.agencies[values.agency];
  if (!agency) throw new Error(`--agency: expected one of ${Object.keys(config.agencies).join(', ')}, came ${values.agency}`);
  const texts = sampleTexts(values.agency, agency);
  for (const gateway of chosen) await describe(gateway, agency, texts, price);

  const faults = chosen.flatMap((gateway) => faultsOfDrivers(gateway, gateway.place, 'worker'));
  for (const { place, message } of faults) console.error(`  ${place}: ${message}`);
  if (faults.length > 0) return 1;
  if (phone === null) return 0;
  const [gateway, ...others] = chosen;
  if (!gateway || others.length > 0) throw new Error('--to: expected --gateway with it, because the settings have several gateways');
  return (await sendSample({ gateway, agency, texts, phone, isSure: values.yes })) ? 0 : 1;
}

async function describe({ preset, settings }: ChosenGateway, agency: Agency, texts: SampleTexts, price: number | null): Promise<void> {
  const driver = findDriver(preset);
  const priced = { ...settings, prices: price === null ? settings.prices : { notice: price, reply: price } };
  for await (const line of describeGateway(driver, completeSettings(driver, priced), agency, texts)) console.log(line);
}

function readPrice(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new Error('--price: expected whole đồng');
}
