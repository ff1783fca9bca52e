import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Session } from '../../services/sessions.ts';

/** The hidden field that every form of the console carries. */
export const FORM_TOKEN_FIELD = 'formToken';

/** Proves that a form was made for this session: another site can neither read nor make one. */
export function formTokenOf(session: Session, secret: string): string {
  return createHmac('sha256', secret).update('form').update(session.id).digest('base64url');
}

/** Whether one of the secrets made the token for this session. */
export function isFormTokenOf(session: Session, secrets: readonly string[], token: string | undefined): boolean {
  const given = Buffer.from(token ?? '');
  return secrets.some((secret) => {
    const expected = Buffer.from(formTokenOf(session, secret));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
