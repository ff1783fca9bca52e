import { startCarrier } from '../../../infra/dev/carriers/start-carrier.ts';
import { DESCRIPTIONS } from '../../../infra/dev/carriers/descriptions.ts';
import type { Fault } from '../../../infra/dev/telco/fault.ts';
import { startTelco } from '../../../infra/dev/telco/start-telco.ts';
import { findPort } from '../../../infra/stack/ports.ts';
import type { HeardHandover } from '../judge/telephones.ts';
import { openHttpLink } from '../links/http-link.ts';
import type { Link } from '../links/link.ts';
import { openSaboteur } from '../links/sabotage.ts';

/** An entry of GATEWAYS_FILE (contract §1). */
export type GatewayEntry = Readonly<Record<string, string | number>>;

/** What a gateway is to the product before anything of it runs: its settings, and the secrets that they name. */
export type GatewayPlan = {
  readonly name: string;
  readonly preset: string;
  /** In percent. */
  readonly share: number;
  readonly linkPort: number;
  readonly entry: GatewayEntry;
  readonly secrets: Readonly<Record<string, string>>;
};

/** A gateway with telephones of its own behind it. */
export type SimulatedGateway = AsyncDisposable & {
  readonly name: string;
  /** From now on; `no_balance` is the carrier's own. */
  readonly play: (fault: Fault | { readonly kind: 'no_balance' }) => void;
  /** Nobody listens at its address any more, and what was under way is cut. */
  readonly leave: () => Promise<void>;
  readonly return: () => Promise<void>;
  readonly heard: () => readonly HeardHandover[];
};

const PLAIN_SECRET = 'secret-of-a-plain-gateway-0001';
const PLAIN_WEBHOOK_SECRET = 'webhook-secret-of-a-plain-gateway-0001';
/** A hand-over that takes more than half of it is slow. */
export const TIMEOUT_MS = 5000;
const TPS = 20;

/** `plain`, or a preset of which there is a server in infra/dev/carriers. */
export async function planGateway(name: string, preset: string, share: number): Promise<GatewayPlan> {
  const linkPort = await findPort(`the link to gateway ${name}`, 0, () => undefined);
  const variable = name.toUpperCase().replaceAll('-', '_');
  const contract = preset === 'plain' ? PLAIN_CONTRACT : contractOf(preset);
  const { path, user, secret, sender, webhookSecret } = contract;
  return {
    name,
    preset,
    share,
    linkPort,
    entry: {
      name,
      preset,
      url: `http://127.0.0.1:${linkPort}${path}`,
      secretEnv: `${variable}_SECRET`,
      webhookSecretEnv: `${variable}_WEBHOOK_SECRET`,
      sender,
      share,
      tps: TPS,
      timeoutMs: TIMEOUT_MS,
      ...(user === null ? {} : { user }),
    },
    secrets: { [`${variable}_SECRET`]: secret, [`${variable}_WEBHOOK_SECRET`]: webhookSecret },
  };
}

const PLAIN_CONTRACT = { path: '/send', user: null, secret: PLAIN_SECRET, sender: '8083', webhookSecret: PLAIN_WEBHOOK_SECRET };

function contractOf(preset: string) {
  const description = DESCRIPTIONS[preset];
  if (!description) throw new Error(`expected a gateway of infra/dev/carriers, came ${preset}`);
  const { user, secret, sender, webhookSecrets } = description.contract;
  const [webhookSecret = PLAIN_WEBHOOK_SECRET] = webhookSecrets;
  return { path: `/${preset}${description.base}`, user, secret: secret ?? '', sender, webhookSecret };
}

/** @param productUrl the api that takes its receipts */
export async function openGateway(plan: GatewayPlan, productUrl: string): Promise<SimulatedGateway> {
  const { name, preset, linkPort } = plan;
  const ports = {
    telco: await findPort(`the telephones of ${name}`, 0, () => undefined),
    carrier: await findPort(`gateway ${name}`, 0, () => undefined),
  };
  const [telcoUrl, carrierUrl] = [`http://127.0.0.1:${ports.telco}`, `http://127.0.0.1:${ports.carrier}`];
  const isPlain = preset === 'plain';
  const telco = await startTelco({
    host: '127.0.0.1',
    port: ports.telco,
    gatewayName: isPlain ? name : 'plain',
    gatewaySecret: PLAIN_SECRET,
    webhookUrl: isPlain ? productUrl : carrierUrl,
    webhookSecret: PLAIN_WEBHOOK_SECRET,
  });
  const carrier = isPlain ? null : await startCarrier(preset, { port: ports.carrier, productUrl, telcoUrl, telcoSecret: PLAIN_SECRET });
  const openLink = () => openHttpLink(linkPort, 'gateway', () => [isPlain ? telcoUrl : carrierUrl], openSaboteur());
  let link: Link | null = await openLink();
  const leave = async () => {
    const before = link;
    link = null;
    await before?.[Symbol.asyncDispose]();
  };
  return {
    name,
    play(fault) {
      const hasBalance = fault.kind !== 'no_balance';
      carrier?.setCredit(hasBalance ? undefined : 0);
      telco.setFault(hasBalance ? fault : { kind: 'none' });
    },
    leave,
    async return() {
      link ??= await openLink();
    },
    heard: () =>
      telco.handovers().map(({ at, to, from, text, encoding, segments, outcome, answered, messageId }) => {
        return { gateway: name, at, to, from, text, encoding, segments, outcome, answered, messageId };
      }),
    async [Symbol.asyncDispose]() {
      await leave();
      await carrier?.close();
      await telco.close();
    },
  };
}
