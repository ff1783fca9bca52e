import { tellerOf, type Tell } from '../detail.ts';
import type { Capabilities, GatewaySettings, HandOver, Sender } from '../gateway.ts';
import { openHttpLink, type HttpLink, type HttpRequest } from '../http-link.ts';
import type { AnswerRecipe } from './answer-recipe.ts';
import { judgeAnswer } from './judge-answer.ts';
import { checkSettings } from './needed-settings.ts';
import { toldReference } from './reference.ts';
import { renderRequest } from './render-request.ts';
import type { Preset } from './schema.ts';
import { openTokenKeeper, type TokenKeeper } from './token.ts';
import { messageParameters, messageValues, replyValues, settingsValues } from './values.ts';

/** Hands messages and replies over as the preset describes. */
export function openPresetSender(preset: Preset, capabilities: Capabilities, settings: GatewaySettings, given?: HttpLink): Sender {
  const base = checkSettings(preset, settings);
  const { send, inquiries } = preset;
  const byCall = inquiries?.reply.by === 'call' ? inquiries.reply : undefined;
  const link = given ?? openHttpLink(settings.timeoutMs);
  const tell = tellerOf(settings);
  const way: Way = { preset, settings, link, tell, tokens: tokensOf(preset, settings, base, link, tell) };
  return {
    name: settings.name,
    capabilities,
    toldReference: (reference) => toldReference(reference, preset.reference),
    async handOver(message) {
      if (send === undefined) return { outcome: 'configuration', detail: 'the gateway brings inquiries only' };
      const values = messageValues(preset, settings, message);
      const parameters = messageParameters(settings, message);
      const render = (token: string | null) =>
        renderRequest(send.request, base, { ...settingsValues(settings, token), ...values }, parameters);
      return exchange(way, { render, answer: send.answer, reference: message.reference });
    },
    sendReply:
      byCall === undefined
        ? null
        : async (reply) => {
            const values = replyValues(preset, settings, reply);
            const render = (token: string | null) => renderRequest(byCall.request, base, { ...settingsValues(settings, token), ...values });
            return exchange(way, { render, answer: byCall.answer, reference: reply.reference });
          },
  };
}

type Way = {
  readonly preset: Preset;
  readonly settings: GatewaySettings;
  readonly link: HttpLink;
  readonly tell: Tell;
  readonly tokens: TokenKeeper | null;
};

function tokensOf({ token }: Preset, settings: GatewaySettings, base: string, link: HttpLink, tell: Tell): TokenKeeper | null {
  if (token === undefined) return null;
  return openTokenKeeper({ recipe: token, request: renderRequest(token, base, settingsValues(settings, null)), link, tell });
}

type Task = { readonly render: (token: string | null) => HttpRequest; readonly answer: AnswerRecipe; readonly reference: string };

/** All of it, with the token, takes no longer than one hand-over may. */
async function exchange(way: Way, task: Task): Promise<HandOver> {
  const { tokens, settings } = way;
  const deadline = AbortSignal.timeout(settings.timeoutMs);
  if (tokens === null) return ask(way, task, null, deadline);
  const token = await tokens.obtain(deadline);
  if ('outcome' in token) return token;
  const said = await ask(way, task, token.value, deadline);
  if (said.outcome !== 'configuration') return said;
  tokens.forget(token.value);
  if (token.isNew) return said;
  const renewed = await tokens.obtain(deadline);
  return 'outcome' in renewed ? renewed : ask(way, task, renewed.value, deadline);
}

async function ask({ preset, link, tell }: Way, task: Task, token: string | null, deadline: AbortSignal): Promise<HandOver> {
  const said = await link(task.render(token), deadline);
  if (said.kind !== 'answered') return { outcome: said.kind === 'never_sent' ? 'unavailable' : 'unknown', detail: said.detail };
  const hide = (status: number, words: string) => tell(status, token === null ? words : words.replaceAll(token, '***'));
  const reference = toldReference(task.reference, preset.reference);
  return judgeAnswer(task.answer, said, { reference, base: preset.messageIds.answer, tell: hide });
}
