import type { Context } from 'hono';
import type { AppEnv } from '../app-env.ts';
import type { AppDeps } from '../route-deps.ts';
import { PlainPage } from './parts/plain-page.tsx';
import { REFUSED } from './texts/refused.ts';

/** What a person sees when a page could not be made. */
export function failedPage(error: Error, c: Context<AppEnv>, { log, isUnavailable }: AppDeps): Response | Promise<Response> {
  const requestId = c.get('requestId');
  const isLost = isUnavailable(error);
  if (isLost) log.warn({ err: error, requestId }, 'database_unavailable');
  else log.error({ err: error, requestId, route: c.req.routePath }, 'request_failed');
  const { title, text } = isLost ? REFUSED.unavailable : REFUSED.failed;
  if (isLost) c.header('retry-after', '2');
  return c.html(
    <PlainPage title={title} text={text}>
      <code>{requestId}</code>
    </PlainPage>,
    isLost ? 503 : 500,
  );
}
