import { jsonAnswer, type Answer, type Description, type Refusal } from './description.ts';

const SECRET = 'demo-access-token-of-speedsms';

const refused = (code: string, message: string) => jsonAnswer({ status: 'error', code, message });

const REFUSED: Readonly<Record<Refusal, Answer>> = {
  key: refused('009', 'Account not allow to call the API'),
  phone: refused('105', 'Phone number invalid'),
  sender: refused('101', 'Invalid or missing parameters'),
  balance: refused('300', 'Your account balance not enough to send sms'),
  duplicate: refused('101', 'Invalid or missing parameters'),
  text: refused('101', 'Invalid or missing parameters'),
  throttled: jsonAnswer({ name: 'Too Many Requests', message: 'Rate limit exceeded.', code: 0, status: 429 }, 429, {
    'x-rate-limit-reset': '1',
  }),
};

/** SpeedSMS: no client reference, no receipts. */
export const speedsms: Description = {
  contract: { user: null, secret: SECRET, sender: 'MOTCUA', webhookSecrets: [], values: {}, templates: {} },
  base: '/index.php',
  knowsReferences: false,
  knowsTexts: false,
  routes: {
    'POST /index.php/sms/send': async ({ json, header }, desk) => {
      if (header('authorization') !== `Basic ${Buffer.from(`${SECRET}:x`).toString('base64')}`) return REFUSED.key;
      const text = json?.['content'] ?? '';
      const submitted = await desk.submit({
        reference: '',
        to: json?.['to.0'] ?? json?.['to'] ?? '',
        sender: json?.['sender'] ?? '',
        text,
        encoding: /[^ -~]/.test(text) ? 'unicode' : 'ascii',
      });
      if ('refused' in submitted) return REFUSED[submitted.refused];
      return jsonAnswer({
        status: 'success',
        code: '00',
        data: { tranId: Number(submitted.id), totalSMS: 1, totalPrice: 250, invalidPhone: [] },
      });
    },
  },
  receipt: null,
  inquiry: null,
};
