import { TEMPLATE_VALUES } from '../../domain/message-template.ts';
import { NOTICE_KINDS } from '../../domain/notice-key.ts';
import type { GatewaySettings } from '../gateway.ts';
import { MissingSettings } from '../missing-settings.ts';
import { usesOf } from './uses.ts';
import type { Preset } from './schema.ts';

/**
 * Whether the settings give all that the templates name.
 * @returns the address that the paths of the requests follow
 * @throws MissingSettings
 */
export function checkSettings(preset: Preset, settings: GatewaySettings): string {
  const calls = preset.send !== undefined || preset.inquiries?.reply.by === 'call';
  const base = settings.url ?? preset.url ?? '';
  const missing = [...(calls && base === '' ? ['url'] : []), ...missingValues(preset, settings)];
  if (missing.length > 0) throw new MissingSettings(settings.name, missing);
  if (!preset.capabilities.encodings.includes(settings.encoding))
    throw new Error(`gateway ${settings.name}: expected encoding ${preset.capabilities.encodings.join(' or ')}, came ${settings.encoding}`);
  return base;
}

function missingValues(preset: Preset, settings: GatewaySettings): string[] {
  const names = new Set(usesOf(preset).flatMap((use) => (use.isRequest ? use.names : [])));
  const missing = [...names].filter((name) => isMissing(name, settings)).map(pathOf);
  return names.has('templateId') || names.has('parameter') ? [...missing, ...missingTemplates(settings)] : missing;
}

/** Where the settings hold what a name stands for. */
function pathOf(name: string): string {
  return name === 'webhookSecret' ? 'webhookSecrets' : name.replace(/^value\./, 'values.');
}

/** A parameter that is no value of the text would leave a hole in the message. */
function missingTemplates({ templates }: GatewaySettings): string[] {
  return NOTICE_KINDS.flatMap((kind) => {
    const known: readonly string[] = TEMPLATE_VALUES[kind];
    const registered = templates[kind];
    if (registered === undefined) return [`templates.${kind}`];
    return registered.parameters.every((name) => known.includes(name)) ? [] : [`templates.${kind}.parameters of ${known.join(', ')} only`];
  });
}

function isMissing(name: string, { user, secret, webhookSecrets, callersFrom, values }: GatewaySettings): boolean {
  if (name === 'webhookSecret') return webhookSecrets.length === 0 && callersFrom.length === 0;
  if (name === 'user') return user === null;
  if (name === 'secret') return secret === null;
  return name.startsWith('value.') && !Object.hasOwn(values, name.slice('value.'.length));
}
