import { tellerOf, type Tell } from './detail.ts';
import type { Capabilities, Driver, GatewaySettings, HandOver, Message } from './gateway.ts';
import { openHttpLink, type HttpAnswered, type HttpRequest } from './http-link.ts';
import { KANNEL_CODING } from './kannel-coding.ts';
import { openKannelReceiver } from './kannel-receiver.ts';
import { MissingSettings } from './missing-settings.ts';
import { toldReference } from './preset/reference.ts';
import { refusalOf } from './status-outcome.ts';

/** What needs no escape in an address, or one that begins with a digit (see `receiptAddress`). */
const REFERENCE = { longest: 64, characters: 'letters_and_digits', also: '-._~/' } as const;

const CAPABILITIES: Capabilities = {
  deduplicates: false,
  receipts: true,
  replies: 'in_answer',
  renumbersRepeats: true,
  chargeMarks: false,
  longestReference: REFERENCE.longest,
  encodings: ['unicode', 'ascii'],
  rateCounts: 'parts',
};

/** SMPP through Kannel's smsbox (docs/kannel.md). */
export const kannelDriver: Driver = {
  capabilities: CAPABILITIES,
  openReceiver: (settings) => openKannelReceiver(settings, CAPABILITIES),
  renderRequest,
  openSender(settings, link = openHttpLink(settings.timeoutMs)) {
    requireSettings(settings);
    const tell = tellerOf(settings);
    return {
      name: settings.name,
      capabilities: CAPABILITIES,
      toldReference: told,
      sendReply: null,
      async handOver(message): Promise<HandOver> {
        const said = await link(renderRequest(settings, message), AbortSignal.timeout(settings.timeoutMs));
        if (said.kind === 'answered') return readAnswer(said, message, tell);
        return { outcome: said.kind === 'never_sent' ? 'unavailable' : 'unknown', detail: said.detail };
      },
    };
  },
};

/** The first of `webhookSecrets` stands in the address of each receipt, so the worker needs it too. */
function requireSettings({ name, url, user, secret, webhookSecrets, callersFrom }: GatewaySettings): void {
  const authentic = webhookSecrets.length + callersFrom.length > 0 ? '' : null;
  const missing = Object.entries({ url, user, secret, webhookSecrets: authentic }).flatMap(([each, value]) =>
    value === null ? [each] : [],
  );
  if (missing.length > 0) throw new MissingSettings(name, missing);
}

/** Which receipts are wanted: delivered 1, failed 2, queued 4, accepted 8 and rejected 16. */
const ALL_RECEIPTS = '31';

function renderRequest(settings: GatewaySettings, { reference, sender, to, text }: Message): HttpRequest {
  requireSettings(settings);
  const address = new URL(settings.url ?? '');
  if (address.pathname === '/') address.pathname = '/cgi-bin/sendsms';
  address.search = new URLSearchParams({
    username: settings.user ?? '',
    password: settings.secret ?? '',
    from: sender,
    to,
    text,
    charset: 'UTF-8',
    coding: KANNEL_CODING[settings.encoding],
    'dlr-mask': ALL_RECEIPTS,
    'dlr-url': receiptAddress(settings, told(reference)),
  }).toString();
  return { method: 'GET', url: address.href, headers: {}, body: null };
}

/**
 * Kannel replaces `%d`, `%T` and `%A` by the status, the time and the carrier's words. It keeps a `%` with a digit behind it, so only ASCII
 * characters may be percent-encoded: all of those begin with a digit.
 */
function receiptAddress({ name, webhookSecrets, values }: GatewaySettings, reference: string): string {
  const address = new URL(values['CALLBACK_URL'] ?? `http://127.0.0.1:8080/v1/gateways/${name}/receipts`);
  address.searchParams.set('reference', reference);
  if (webhookSecrets[0] !== undefined) address.searchParams.set('secret', webhookSecrets[0]);
  return `${address.href}&status=%d&at=%T&said=%A`;
}

function told(reference: string): string {
  return toldReference(reference, REFERENCE);
}

/** Kannel names no message in its answer: our reference stands for its id. */
function readAnswer(answer: HttpAnswered, { reference }: Message, tell: Tell): HandOver {
  if (answer.status === 202 && TAKEN.test(answer.text)) return { outcome: 'accepted', messageId: told(reference) };
  return refusalOf(outcomeOf(answer), tell(answer.status, answer.text), answer, 'retry-after');
}

/** Handed to the carrier's line, kept until the line is up, or (with `immediate-sendsms-reply`) taken by smsbox. */
const TAKEN = /^(?:0: Accepted|3: Queued|Sent\.)/;

/**
 * 403 is a wrong password, or no line for this message (`Not routable`), which the office must mend as well. 503 is a full queue. smsbox
 * may already have passed on what it answers 500 for, and a proxy what it answers 502 or 504 for.
 */
function outcomeOf({ status, text }: HttpAnswered) {
  if (status === 400) return refusalOfText(text);
  if (status === 413 || status === 414) return 'content';
  if (status === 429) return 'throttled';
  if (status === 503) return 'unavailable';
  return status >= 300 && status < 500 && status !== 408 ? 'configuration' : 'unknown';
}

const REFUSALS = [
  ['Number(s) has/have been denied', 'destination'],
  ['Missing receiver', 'destination'],
  ['Empty receiver', 'destination'],
  ['Charset or body', 'content'],
  ['Sender missing', 'configuration'],
  ['DLR-URL field', 'configuration'],
  ['DLR-Mask field', 'configuration'],
  ['Coding field', 'configuration'],
] as const;

function refusalOfText(text: string) {
  return REFUSALS.find(([beginning]) => text.startsWith(beginning))?.[1] ?? 'content';
}
