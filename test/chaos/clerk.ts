import { setTimeout as sleep } from 'node:timers/promises';
import type { Acknowledged } from './judge/evidence.ts';

/** What the one-stop software got as answers. */
export type ClerkBooks = { readonly acknowledged: Acknowledged[]; readonly complaints: string[] };

/** Says a thing to the api until it is answered, the same each time, as real software does. What is refused becomes a complaint. */
export function clerkAt(key: string, { acknowledged, complaints }: ClerkBooks) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };

  const untilAnswered = async (url: string, said: object, heard: (answer: unknown, at: number) => void): Promise<void> => {
    const until = Date.now() + PATIENCE_MS;
    let last = '';
    while (Date.now() < until) {
      const answer = await post(url, headers, said);
      if (answer.status === 200 || answer.status === 201 || answer.status === 202) return heard(answer.body, Date.now());
      last = `${answer.status} ${JSON.stringify(answer.body)}`;
      if (answer.status >= 400 && answer.status < 500) break;
      await sleep(150);
    }
    complaints.push(`${url}: ${last}`);
  };

  return {
    register: (baseUrl: string, dossier: Readonly<Record<string, unknown>> & { readonly receiptCode: string }) =>
      untilAnswered(`${baseUrl}/v1/dossiers`, dossier, (_, at) => acknowledged.push({ code: dossier.receiptCode, seq: 0, at })),
    tell: (baseUrl: string, code: string, event: object) =>
      untilAnswered(`${baseUrl}/v1/dossiers/${code}/events`, event, (answer, at) => acknowledged.push({ code, seq: seqIn(answer), at })),
  };
}

/** Longer than any outage of a plan. */
const PATIENCE_MS = 90_000;

/** Status 0: no answer. */
async function post(
  url: string,
  headers: Record<string, string>,
  said: object,
): Promise<{ readonly status: number; readonly body: unknown }> {
  try {
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(said), signal: AbortSignal.timeout(10_000) });
    return { status: answer.status, body: await answer.json() };
  } catch (error) {
    return { status: 0, body: error instanceof Error ? error.message : String(error) };
  }
}

function seqIn(answer: unknown): number {
  const seq = typeof answer === 'object' && answer !== null && 'seq' in answer ? answer.seq : undefined;
  if (typeof seq !== 'number') throw new Error(`expected the number of an event, came ${JSON.stringify(answer)}`);
  return seq;
}
