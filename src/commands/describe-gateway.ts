import type { Agency } from '../domain/agency.ts';
import { costIn, printDong, type SmsCost } from '../domain/sms-cost.ts';
import { SMS_ENCODINGS } from '../domain/sms-encoding.ts';
import { wireText } from '../domain/sms-text.ts';
import { describeRequest } from '../sms/describe-request.ts';
import type { Capabilities, Driver, GatewaySettings } from '../sms/gateway.ts';
import type { HttpLink, HttpRequest } from '../sms/http-link.ts';
import { SAMPLE_PHONE, type SampleTexts } from './sample-texts.ts';

/** What the gateway can do, and each text as it would leave, without credentials, line by line. */
export async function* describeGateway(driver: Driver, given: GatewaySettings, agency: Agency, texts: SampleTexts): AsyncGenerator<string> {
  const { capabilities } = driver;
  const settings = { ...given, url: withoutPassword(given.url), webhookSecrets: given.webhookSecrets.map(() => MASK) };
  yield* capabilityLines(settings.name, capabilities);
  for (const { name, text, template } of capabilities.inquiriesOnly ? [] : texts.notices) {
    yield* textLines(name, text, settings, settings.prices?.notice ?? null);
    const sender = agency.sender ?? settings.sender;
    const message = { reference: `sample/${template.name}/1`, to: SAMPLE_PHONE, sender, text: wireText(text, settings.encoding), template };
    yield* requestLines(describeRequest(driver, settings, message));
  }
  const { name, text } = texts.answer;
  if (capabilities.replies === null) return;
  yield* textLines(name, text, settings, settings.prices?.reply ?? null);
  if (capabilities.replies === 'in_answer') yield "It travels in the answer to the gateway's own request.";
  else for (const request of await replyRequests(driver, settings, wireText(text, settings.encoding))) yield* requestLines(request);
}

const MASK = '***';

function withoutPassword(url: string | null): string | null {
  if (url === null) return null;
  const shown = new URL(url);
  if (shown.password !== '') shown.password = MASK;
  return shown.href;
}

function* capabilityLines(name: string, can: Capabilities): Generator<string> {
  const length = can.longestReference === Number.MAX_SAFE_INTEGER ? 'of any length' : `at most ${can.longestReference} characters`;
  const reference = can.longestReference === null ? 'no' : length;
  yield `gateway ${name}`;
  yield `  notices: ${can.inquiriesOnly ? 'no' : 'yes'}`;
  yield `  our reference: ${reference}${can.deduplicates ? '; a repeated one is sent once' : ''}`;
  yield `  receipts: ${can.receipts ? 'yes' : 'no'}`;
  yield `  inquiries: ${can.replies === null ? 'no' : `yes, answered ${REPLIES[can.replies]}${can.chargeMarks ? ', with charge marks' : ''}`}`;
  yield `  encodings: ${can.encodings.join(', ')}`;
  yield `  its rate counts ${can.rateCounts}`;
}

const REPLIES = { in_answer: 'in the answer to its request', by_call: 'by a call of our own' } as const;

/** The text as it travels, and its cost in both encodings. */
function* textLines(name: string, text: string, { encoding }: GatewaySettings, price: number | null): Generator<string> {
  const costs = SMS_ENCODINGS.map((each) => ({ each, ...costIn(each, text, price) }));
  const [unicode, ascii] = costs;
  const difference = (unicode?.cost ?? 0) - (ascii?.cost ?? 0);
  yield '';
  yield `${name}: ${wireText(text, encoding)}`;
  yield `  ${costs.map(({ each, ...cost }) => `${each}: ${printCost(cost)}`).join('; ')}${price === null ? '' : `; difference: ${printDong(difference)}`}`;
}

function printCost({ parts, cost }: SmsCost): string {
  return `${parts} SMS${cost === null ? '' : `, ${printDong(cost)}`}`;
}

function* requestLines({ method, url, headers, body }: HttpRequest): Generator<string> {
  yield `${method} ${url}`;
  for (const [name, value] of Object.entries(headers)) yield `${name}: ${value}`;
  if (body !== null) yield `\n${body}`;
}

/**
 * Lets the driver reply into a link that only notes what would leave. Where it asks for a token first, that request is all there is to see.
 */
async function replyRequests(driver: Driver, settings: GatewaySettings, text: string): Promise<readonly HttpRequest[]> {
  const requests: HttpRequest[] = [];
  const link: HttpLink = async (request) => {
    requests.push(request);
    return { kind: 'never_sent', detail: 'only shown' };
  };
  const masked = { ...settings, secret: settings.secret === null ? null : MASK, user: settings.user === null ? null : MASK };
  await driver.openSender(masked, link).sendReply?.({
    inquiryId: 'sample-inquiry',
    reference: 'sample-reply',
    to: SAMPLE_PHONE,
    text,
    charge: true,
    outcome: 'answered',
    carried: {},
  });
  return requests;
}
