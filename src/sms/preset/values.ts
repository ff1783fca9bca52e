import type { GatewaySettings, Message, Reply } from '../gateway.ts';
import type { ChargeMarks } from './call-recipes.ts';
import { parametersOf, type Parameters, type Values } from './fill.ts';
import type { Scalar } from './parts.ts';
import { toldReference } from './reference.ts';
import type { Preset } from './schema.ts';

/** The names that templates may use, by where they stand. `checkPreset` refuses every other name. */
export const SETTINGS_NAMES = ['user', 'secret', 'sender', 'webhookSecret', 'nowSeconds'];
export const TEXT_NAMES = ['to', 'toLocal', 'toPlus', 'text', 'textBase64', 'encodingFlag', 'reference'];
export const MESSAGE_NAMES = [...TEXT_NAMES, 'templateId'];
export const REPLY_NAMES = [...TEXT_NAMES, 'inquiryId', 'charge'];
export const ANSWER_NAMES = ['reply', 'charge', 'inquiryId', 'from'];

export function settingsValues({ user, secret, sender, webhookSecrets, values }: GatewaySettings, token: string | null): Values {
  const own = Object.fromEntries(Object.entries(values).map(([name, value]) => [`value.${name}`, value]));
  const webhookSecret = webhookSecrets[0] ?? '';
  const nowSeconds = Math.floor(Date.now() / 1000);
  return { ...own, user: user ?? '', secret: secret ?? '', sender, webhookSecret, nowSeconds, token: token ?? '' };
}

export function messageValues(preset: Preset, settings: GatewaySettings, message: Message): Values {
  const templateId = settings.templates[message.template.name]?.id ?? '';
  return { sender: message.sender, templateId, ...textValues(preset, settings, message) };
}

export function messageParameters({ templates }: GatewaySettings, { template }: Message): Parameters {
  return parametersOf(templates[template.name], template.values);
}

export function replyValues(preset: Preset, settings: GatewaySettings, reply: Reply): Values {
  const charge = chargeMark(preset.inquiries?.charge, reply);
  return { inquiryId: reply.inquiryId, charge, ...carriedValues(reply.carried), ...textValues(preset, settings, reply) };
}

export function carriedValues(carried: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(Object.entries(carried).map(([name, value]) => [`carried.${name}`, value]));
}

/** The gateway's mark for what we decided about the charge (requirements §7.5). */
export function chargeMark(marks: ChargeMarks | undefined, { charge, outcome }: Pick<Reply, 'charge' | 'outcome'>): Scalar {
  if (marks === undefined) return '';
  return charge ? marks.charged : (marks.byOutcome[outcome] ?? marks.free);
}

type Text = { readonly to: string; readonly text: string; readonly reference: string };

function textValues(preset: Preset, { encoding }: GatewaySettings, { to, text, reference }: Text): Values {
  return {
    to,
    toLocal: to.replace(/^84/, '0'),
    toPlus: `+${to}`,
    text,
    textBase64: Buffer.from(text).toString('base64'),
    encodingFlag: preset.encodingFlag?.[encoding] ?? '',
    reference: toldReference(reference, preset.reference),
  };
}
