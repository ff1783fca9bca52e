import { createHash } from 'node:crypto';
import type { Preset } from './schema.ts';

/** The reference that a gateway is told: ours, or a digest of letters and digits where ours is too long or has other characters. */
export function toldReference(reference: string, recipe: Preset['reference']): string {
  if (recipe === undefined || fits(reference, recipe)) return reference;
  return createHash('sha256').update(reference).digest('hex').slice(0, Math.min(recipe.longest, DIGEST_LENGTH));
}

/** 128 bits. */
const DIGEST_LENGTH = 32;

function fits(reference: string, { longest, characters, also }: NonNullable<Preset['reference']>): boolean {
  const isTaken = (char: string) => characters === 'any' || /^[A-Za-z0-9]$/.test(char) || also.includes(char);
  return reference.length <= longest && Array.from(reference).every(isTaken);
}
