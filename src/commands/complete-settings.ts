import { TEMPLATE_VALUES } from '../domain/message-template.ts';
import { NOTICE_KINDS } from '../domain/notice-key.ts';
import type { Driver, GatewaySettings } from '../sms/gateway.ts';
import { MissingSettings } from '../sms/missing-settings.ts';

/** The settings with `<name>` for each that is missing, so that the requests can be shown before all is known. */
export function completeSettings(driver: Driver, settings: GatewaySettings): GatewaySettings {
  try {
    driver.openSender(settings);
    return settings;
  } catch (error) {
    if (!(error instanceof MissingSettings)) throw error;
    return error.missing.reduce(withPlaceholder, settings);
  }
}

function withPlaceholder(settings: GatewaySettings, field: string): GatewaySettings {
  const placeholder = `<${field}>`;
  const [group, name = ''] = field.split('.');
  const kind = NOTICE_KINDS.find((each) => each === name);
  if (field === 'url') return { ...settings, url: 'https://gateway.invalid' };
  if (field === 'user' || field === 'secret') return { ...settings, [field]: placeholder };
  if (field === 'webhookSecrets') return { ...settings, webhookSecrets: [placeholder] };
  if (group === 'values') return { ...settings, values: { ...settings.values, [name]: placeholder } };
  if (group === 'templates' && kind)
    return { ...settings, templates: { ...settings.templates, [kind]: { id: placeholder, parameters: TEMPLATE_VALUES[kind] } } };
  return settings;
}
