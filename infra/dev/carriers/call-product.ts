import type { ProductCall } from './description.ts';

const TIMEOUT_MS = 10_000;

/** Calls a webhook of the product. Null: no answer came. */
export async function callProduct(url: string, { method, query, json }: ProductCall): Promise<{ status: number; body: string } | null> {
  const address = new URL(url);
  for (const [name, value] of Object.entries(query ?? {})) address.searchParams.set(name, value);
  try {
    const response = await fetch(address, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(json === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return null;
  }
}

/** Passes a request on as it came: a receipt of a message that did not go through this gateway. */
export async function passOn(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<number> {
  try {
    const response = await fetch(url, { method: 'POST', signal: AbortSignal.timeout(TIMEOUT_MS), headers, body });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 502;
  }
}
