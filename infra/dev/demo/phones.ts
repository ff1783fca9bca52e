import { z } from 'zod';

/** The citizens' telephones, as the simulated network shows them. */
export type Phones = {
  /** Every SMS that a telephone has received, the oldest first. */
  readonly receivedBy: (phone: string) => Promise<readonly Received[]>;
  /** A citizen writes to 8083. */
  readonly write: (phone: string, text: string) => Promise<void>;
};

const MESSAGE = z.object({
  direction: z.enum(['received', 'written']),
  text: z.string(),
  segments: z.number(),
  charge: z.boolean().nullable(),
});
export type Received = z.infer<typeof MESSAGE>;

export function openPhones(telcoUrl: string): Phones {
  return {
    async receivedBy(phone) {
      const response = await fetch(`${telcoUrl}/api/phones/${phone}/messages`, { signal: AbortSignal.timeout(5000) });
      return z
        .array(MESSAGE)
        .parse(await response.json())
        .filter(({ direction }) => direction === 'received');
    },
    async write(from, text) {
      const body = JSON.stringify({ from, text });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${telcoUrl}/api/texts`, { method: 'POST', headers, body, signal: AbortSignal.timeout(5000) });
      if (response.status !== 202) throw new Error(`the telephone network refused a text: ${response.status} ${await response.text()}`);
    },
  };
}
