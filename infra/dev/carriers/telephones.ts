import { z } from 'zod';
import type { Submitted } from './description.ts';

/** What the telephone network did with a message. `down`: no answer came. */
export type Handed = 'accepted' | 'rejected' | 'throttled' | 'unauthorized' | 'down';

/** The simulated telephone network (contract §3). It knows a message by the gateway's id. */
export type Telephones = { readonly hand: (message: Submitted) => Promise<Handed> };

const OUTCOMES: Readonly<Record<number, Handed>> = { 200: 'accepted', 429: 'throttled', 401: 'unauthorized' };
const TIMEOUT_MS = 10_000;

export function openTelephones(url: string, secret: string | undefined): Telephones {
  return {
    async hand({ id, sender, to, text, encoding }) {
      try {
        const response = await fetch(`${url}/send`, {
          method: 'POST',
          signal: AbortSignal.timeout(TIMEOUT_MS),
          headers: { 'content-type': 'application/json', ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }) },
          body: JSON.stringify({ id, from: sender, to, text, encoding }),
        });
        await response.arrayBuffer();
        return OUTCOMES[response.status] ?? 'rejected';
      } catch {
        return 'down';
      }
    },
  };
}

/** What the telephone network brings for a message that reached its telephone. */
export const TELCO_RECEIPT = z.object({ id: z.string(), at: z.string() });
/** What it brings of a citizen. */
export const TELCO_TEXT = z.object({ id: z.string(), from: z.string(), to: z.string(), text: z.string(), at: z.coerce.date() });
