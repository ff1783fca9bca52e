import { Secret, TOTP } from 'otpauth';
import { epochMs, type Instant } from '../../src/domain/calendar.ts';
import { addPerson, type NewPerson } from '../../src/services/add-person.ts';
import type { Database } from '../../src/db/open.ts';

export const PASSWORD = 'con mèo trèo cây cau';

/** A person with a password, made as the command makes one. */
export async function aPerson(database: Database, some: Partial<NewPerson> & { readonly name: string }): Promise<string> {
  const manager = { name: 'test (command)', agencies: null, address: null };
  const result = await addPerson({ database, agencies: null }, manager, { role: 'clerk', agencies: null, password: PASSWORD, ...some });
  if (result.kind === 'refused') throw new Error(`expected a person, came ${result.refusal}`);
  return result.name;
}

/** What an authenticator app shows at that moment. */
export function codeAt(secret: string, now: Instant): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: epochMs(now) });
}
