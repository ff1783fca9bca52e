import { z } from 'zod';
import type { TelcoOptions } from './start-telco.ts';

const whole = (fallback: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `expected a whole number from 0 to ${max}`)
    .transform(Number)
    .refine((number) => number <= max, `expected a whole number from 0 to ${max}`)
    .prefault(String(fallback));

const SETTINGS = z.object({
  TELCO_HOST: z.string().default('127.0.0.1'),
  TELCO_PORT: whole(8090, 65_535),
  TELCO_SECRET: z.string().optional(),
  TELCO_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: 'expected an http address' }).default('http://127.0.0.1:8080'),
  WEBHOOK_SECRET: z.string('expected the secret that signs what we send'),
  TELCO_RATE: whole(0, 100_000),
  TELCO_RETRY_MS: whole(20_000, 600_000),
  TELCO_DATA: z.string().optional(),
});

/**
 * The settings of the simulator, each checked; an empty one counts as not given.
 * @throws with one message that names every bad variable
 */
export function readTelcoSettings(env: Readonly<Record<string, string | undefined>>): TelcoOptions {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = SETTINGS.safeParse(given);
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  const settings = parsed.data;
  return {
    host: settings.TELCO_HOST,
    port: settings.TELCO_PORT,
    gatewaySecret: settings.TELCO_SECRET,
    webhookUrl: settings.TELCO_WEBHOOK_URL,
    // While one secret replaces another the API knows both, and accepts a signature by either.
    webhookSecret: settings.WEBHOOK_SECRET.split(',', 1).join('').trim(),
    ratePerSecond: settings.TELCO_RATE,
    retryAfterMs: settings.TELCO_RETRY_MS,
    dataFile: settings.TELCO_DATA,
  };
}
