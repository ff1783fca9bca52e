import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** The one-stop software, as the API sees it. */
export type Office = {
  readonly register: (dossier: Registration) => Promise<void>;
  readonly progress: (code: string, change: { readonly step?: string; readonly state?: string }) => Promise<void>;
  readonly noticesOf: (code: string) => Promise<readonly NoticeSeen[]>;
};

export type Registration = {
  readonly receiptCode: string;
  readonly phone: string | null;
  readonly dueDate: string;
  readonly sameDay?: boolean;
};

const TIMELINE = z.object({ notices: z.array(z.object({ kind: z.string(), status: z.string(), reason: z.string().nullable() })) });
export type NoticeSeen = z.infer<typeof TIMELINE>['notices'][number];

/** Each call throws when the API does not answer as the contract says. */
export function openOffice(apiUrl: string, clerkKey: string): Office {
  const call = async (path: string, expected: number, body?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${clerkKey}`, 'content-type': 'application/json' };
    const request = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const response = await fetch(apiUrl + path, { ...request, headers, signal: AbortSignal.timeout(15_000) });
    const text = await response.text();
    if (response.status !== expected) throw new Error(`${path}: expected ${expected}, came ${response.status} ${text}`);
    return JSON.parse(text);
  };
  return {
    async register({ sameDay = false, ...dossier }) {
      const procedure = sameDay ? { code: 'QLG-02', name: 'Kê khai giá', sameDay } : { code: 'QLG-01', name: 'Thẩm định giá', sameDay };
      await call('/v1/dossiers', 201, { ...dossier, procedure });
    },
    async progress(code, change) {
      await call(`/v1/dossiers/${code}/events`, 202, { eventId: randomUUID(), type: 'progress', ...change });
    },
    async noticesOf(code) {
      return TIMELINE.parse(await call(`/v1/dossiers/${code}/timeline`, 200)).notices;
    },
  };
}
