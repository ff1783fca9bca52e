import { randomUUID } from 'node:crypto';
import { request, type Answer } from './http.ts';

export type Role = 'clerk' | 'operator' | 'auditor';

export const KEYS: Readonly<Record<Role, string>> = {
  clerk: 'clerk-key-0123456789',
  operator: 'operator-key-0123456789',
  auditor: 'auditor-key-0123456789',
};

/** The office's own software (contract §2). Requests carry the clerk's key unless `key` says otherwise; null sends none. */
export type Staff = ReturnType<typeof openStaff>;

type Options = { readonly key?: string | null };

export function openStaff(apiUrl: string) {
  const get = (place: string, { key = KEYS.clerk }: Options = {}) => request('GET', apiUrl + place, { headers: authorization(key) });
  const post = (place: string, body: object, { key = KEYS.clerk }: Options = {}) =>
    request('POST', apiUrl + place, { headers: authorization(key), body: JSON.stringify(body) });
  const recordEvent = (code: string, event: object): Promise<Answer> =>
    post(`/v1/dossiers/${code}/events`, { eventId: randomUUID(), ...event });
  return {
    get,
    register: (dossier: object, options?: Options) =>
      post('/v1/dossiers', { procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false }, ...dossier }, options),
    recordEvent,
    recordProgress: (code: string, progress: { readonly step?: string; readonly state?: string }) =>
      recordEvent(code, { type: 'progress', ...progress }),
    /** The notices on the dossier's timeline. */
    async noticesOf(code: string): Promise<any[]> /* oxlint-disable-line typescript/no-explicit-any -- as in Answer */ {
      return (await get(`/v1/dossiers/${code}/timeline`)).body.notices;
    },
  };
}

function authorization(key: string | null): Record<string, string> {
  return key === null ? {} : { authorization: `Bearer ${key}` };
}
