import { jsonAnswer, type Answer, type Description, type Refusal } from './description.ts';

const [USER, SECRET, WEBHOOK] = ['demo', 'demo-password-of-vietguys', 'demo-webhook-secret-of-vietguys'];

const refused = (error: number, log: string) => jsonAnswer({ error, msgid: '', log, carrier: '' });

const REFUSED: Readonly<Record<Refusal, Answer>> = {
  key: refused(-5, 'Authentication failed'),
  phone: refused(-10, 'Phone number is not correct'),
  sender: refused(-8, 'Brand name is not declared'),
  balance: refused(-9, 'Out of credits'),
  duplicate: refused(-16, 'The same message within a minute'),
  text: refused(-20, 'Template is not registered'),
  throttled: refused(-2, 'Server is busy'),
};

export const vietguys: Description = {
  contract: { user: USER, secret: SECRET, sender: 'MOTCUA', webhookSecrets: [WEBHOOK], values: {}, templates: {} },
  base: '',
  knowsReferences: false,
  knowsTexts: true,
  routes: {
    'POST /api/index.php': async ({ form }, desk) => {
      if (form?.['u'] !== USER || form['pwd'] !== SECRET || form['json'] !== '1') return REFUSED.key;
      const submitted = await desk.submit({
        reference: form['bid'] ?? '',
        to: form['phone'] ?? '',
        sender: form['from'] ?? '',
        text: form['sms'] ?? '',
        encoding: form['type'] === '8' ? 'unicode' : 'ascii',
      });
      if ('refused' in submitted) return REFUSED[submitted.refused];
      return jsonAnswer({ error: 0, msgid: submitted.id, log: 'OK', carrier: 'viettel' });
    },
  },
  receipt: ({ id }) => ({ method: 'POST', query: { secret: WEBHOOK }, json: { data: { message_id: id, status: 'delivered' } } }),
  inquiry: null,
};
