/** The SMPP centre of `npm start -- --gateway kannel`, as a program of its own. */
import { z } from 'zod';
import { startSmpp } from './smpp/start-smpp.ts';

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number);
const SETTINGS = z.object({
  SMPP_PORT: port,
  SMPP_HTTP_PORT: port,
  SMPP_SYSTEM_ID: z.string(),
  SMPP_PASSWORD: z.string(),
  TELCO_URL: z.url(),
  TELCO_SECRET: z.string(),
});

const settings = SETTINGS.parse(process.env);
const centre = await startSmpp({
  smppPort: settings.SMPP_PORT,
  httpPort: settings.SMPP_HTTP_PORT,
  systemId: settings.SMPP_SYSTEM_ID,
  password: settings.SMPP_PASSWORD,
  telcoUrl: settings.TELCO_URL,
  telcoSecret: settings.TELCO_SECRET,
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void centre.close().then(() => process.exit(0)));
console.log(`the SMPP centre listens on port ${settings.SMPP_PORT}`);
