import { createHash } from 'node:crypto';
import { countTry, forgetFailures, uncountTry, type FailureKey } from '../db/sign-in-failures.ts';
import type { Instant } from '../domain/calendar.ts';
import type { ServiceDeps } from './service-deps.ts';

type Deps = Pick<ServiceDeps, 'database' | 'now'>;

/** Who tries. `isKnownHere`: the person has lately signed in from this address. */
export type Trying = { readonly name: string; readonly address: string | null; readonly isKnownHere: boolean };

export type Attempt =
  | { readonly kind: 'paused'; readonly until: Instant }
  | {
      readonly kind: 'counted';
      /** The person has proved who it is: what failed before under this name is forgotten. */
      readonly succeeded: () => Promise<void>;
      /** What was tried was right, and more has to be proved. */
      readonly takenBack: () => Promise<void>;
    };

/**
 * Counts a try to sign in, which is a failure until it says otherwise, by name and by address (requirements §8.1). A person at an address
 * where it has signed in before is counted apart from strangers who try its name, so that they cannot shut it out.
 */
export async function countAttempt({ database, now }: Deps, { name, address, isKnownHere }: Trying): Promise<Attempt> {
  const who = name.normalize('NFC').trim().toLowerCase();
  const nameKey = digest(isKnownHere ? ['name', who, address] : ['name', who]);
  const addressKey = digest(['address', address]);
  const keys: readonly FailureKey[] = [
    { kind: 'name', key: nameKey },
    { kind: 'address', key: addressKey },
  ];
  const until = await countTry(database, keys, now());
  if (until !== null) return { kind: 'paused', until };
  return {
    kind: 'counted',
    succeeded: async () => {
      await uncountTry(database, [addressKey]);
      await forgetFailures(database, nameKey);
    },
    takenBack: () => uncountTry(database, [nameKey, addressKey]),
  };
}

/** What is typed as a name may be a password, so it is not kept as it is. */
function digest(parts: readonly (string | null)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
