import { messageIdKey } from '../domain/message-id.ts';
import { tellerOf, type Tell } from './detail.ts';
import type { Capabilities, Driver, GatewaySettings, HandOver, Message } from './gateway.ts';
import { openHttpLink, type HttpAnswered, type HttpRequest } from './http-link.ts';
import { MissingSettings } from './missing-settings.ts';
import { openPlainReceiver } from './plain-receiver.ts';
import { refusalOf, statusOutcome } from './status-outcome.ts';

const CAPABILITIES: Capabilities = {
  deduplicates: true,
  receipts: true,
  replies: 'in_answer',
  renumbersRepeats: false,
  chargeMarks: true,
  longestReference: Number.MAX_SAFE_INTEGER,
  encodings: ['unicode', 'ascii'],
  rateCounts: 'messages',
};

/** The gateway `plain` of contract §3 and §4: JSON over HTTP. It deduplicates by `id`. */
export const plainDriver: Driver = {
  capabilities: CAPABILITIES,
  openReceiver: (settings) => openPlainReceiver(settings, CAPABILITIES),
  renderRequest,
  openSender(settings, link = openHttpLink(settings.timeoutMs)) {
    if (settings.url === null) throw new MissingSettings(settings.name, ['url']);
    const tell = tellerOf(settings);
    return {
      name: settings.name,
      capabilities: CAPABILITIES,
      toldReference: (reference) => reference,
      sendReply: null,
      async handOver(message): Promise<HandOver> {
        const said = await link(renderRequest(settings, message), AbortSignal.timeout(settings.timeoutMs));
        if (said.kind === 'answered') return readAnswer(said, tell);
        return { outcome: said.kind === 'never_sent' ? 'unavailable' : 'unknown', detail: said.detail };
      },
    };
  },
};

function renderRequest({ url, secret, encoding }: GatewaySettings, { reference, sender, to, text }: Message): HttpRequest {
  const bearer: Record<string, string> = secret === null ? {} : { authorization: `Bearer ${secret}` };
  return {
    method: 'POST',
    url: url ?? '',
    headers: { 'content-type': 'application/json', ...bearer },
    body: JSON.stringify({ id: reference, from: sender, to, text, encoding }),
  };
}

function readAnswer(answer: HttpAnswered, tell: Tell): HandOver {
  if (answer.status === 200) {
    const messageId = readMessageId(answer.text);
    if (messageId === null) return { outcome: 'unknown', detail: 'answered 200 without a messageId' };
    return { outcome: 'accepted', messageId: messageIdKey(messageId, 'text') };
  }
  return refusalOf(statusOutcome(answer.status), tell(answer.status, answer.text), answer, 'retry-after');
}

function readMessageId(body: string): string | null {
  try {
    const answer: unknown = JSON.parse(body);
    const id = typeof answer === 'object' && answer !== null && 'messageId' in answer ? answer.messageId : null;
    return typeof id === 'string' && id !== '' ? id : null;
  } catch {
    return null;
  }
}
