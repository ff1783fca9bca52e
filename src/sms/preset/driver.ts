import type { Capabilities, Driver, GatewaySettings } from '../gateway.ts';
import { openInquiries } from './inquiries.ts';
import { checkSettings } from './needed-settings.ts';
import { openReceipts } from './receipts.ts';
import { renderRequest } from './render-request.ts';
import type { Preset } from './schema.ts';
import { openPresetSender } from './sender.ts';
import { messageParameters, messageValues, settingsValues } from './values.ts';

/** A gateway that a preset describes (gateways §2). */
export function presetDriver(preset: Preset): Driver {
  const capabilities = capabilitiesOf(preset);
  const { send, receipts, inquiries, messageIds } = preset;
  return {
    capabilities,
    openSender: (settings, link) => openPresetSender(preset, capabilities, settings, link),
    renderRequest(settings, message) {
      const base = checkSettings(preset, settings);
      if (send === undefined) throw new Error(`gateway ${settings.name} takes no notices: it brings inquiries only`);
      const values = { ...settingsValues(settings, UNKNOWN_TOKEN), ...messageValues(preset, settings, message) };
      return renderRequest(send.request, base, values, messageParameters(settings, message));
    },
    openReceiver: (settings: GatewaySettings) => ({
      name: settings.name,
      capabilities,
      receipts: receipts === undefined ? null : openReceipts(receipts, messageIds.receipt, settings),
      inquiries: inquiries === undefined ? null : openInquiries(inquiries, settings),
    }),
  };
}

/** Stands for a token that was not asked for. */
const UNKNOWN_TOKEN = '***';

function capabilitiesOf({ capabilities, reference, send, receipts, inquiries }: Preset): Capabilities {
  const replies = { answer: 'in_answer', call: 'by_call' } as const;
  return {
    ...(send === undefined ? { inquiriesOnly: true } : {}),
    ...capabilities,
    receipts: receipts !== undefined,
    replies: inquiries === undefined ? null : replies[inquiries.reply.by],
    chargeMarks: inquiries?.charge !== undefined,
    longestReference: reference?.longest ?? null,
  };
}
