import type { Driver, GatewaySettings, Message } from './gateway.ts';
import type { HttpRequest } from './http-link.ts';

/** The request of a hand-over exactly as it would leave, with the credentials as `***`. */
export function describeRequest(driver: Driver, settings: GatewaySettings, message: Message): HttpRequest {
  const { user, secret, webhookSecrets } = settings;
  const masked = {
    ...settings,
    user: user === null ? null : MASK,
    secret: secret === null ? null : MASK,
    webhookSecrets: webhookSecrets.map(() => MASK),
  };
  const request = driver.renderRequest(masked, message);
  const { authorization, ...headers } = request.headers;
  if (authorization === undefined) return request;
  return { ...request, headers: { authorization: `${authorization.split(' ')[0]} ${MASK}`, ...headers } };
}

const MASK = '***';
