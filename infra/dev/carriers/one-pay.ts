import { createHmac } from 'node:crypto';
import type { Description } from './description.ts';
import { readJsonFields } from './fields.ts';

const [ACCESS_KEY, SECRET] = ['demo-access-key', 'demo-secret-of-1pay'];

/** 1Pay SMS Plus: a GET with an HMAC over its fields in alphabetical order, answered with JSON; status 1 charges. */
export const onePay: Description = {
  contract: { user: null, secret: null, sender: 'MOTCUA', webhookSecrets: [SECRET], values: {}, templates: {} },
  base: '',
  knowsReferences: false,
  knowsTexts: false,
  routes: {},
  receipt: null,
  inquiry: {
    call({ id, from, text, at }) {
      const fields = {
        access_key: ACCESS_KEY,
        amount: '1000',
        command_code: text.split(/\s/, 1)[0] ?? '',
        error_code: '0',
        error_message: '',
        mo_message: text,
        msisdn: from,
        request_id: id,
        request_time: `${at.toISOString().slice(0, 19)}Z`,
      };
      const signed = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
      const signature = createHmac('sha256', SECRET).update(signed.join('&')).digest('hex');
      return { method: 'GET', query: { ...fields, signature } };
    },
    readReply({ status, body }) {
      const fields = status === 200 ? readJsonFields(body) : null;
      if (fields?.['type'] !== 'text') return null;
      return { text: fields['sms'] === '' ? null : (fields['sms'] ?? null), charge: fields['status'] === '1' };
    },
  },
};
