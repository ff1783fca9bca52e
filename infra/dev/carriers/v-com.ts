import { createHash } from 'node:crypto';
import { jsonAnswer, type Description } from './description.ts';
import { readJsonFields } from './fields.ts';

const [CLIENT, SECURE_KEY] = ['demo-client', 'demo-secure-key-of-v-com'];

const checksum = (...parts: readonly string[]) => createHash('sha256').update(parts.join('')).digest('base64');
const refused = (code: number, message: string) => jsonAnswer({ errors: { code, status: 'error', message } });

/** V-COM: the inquiry is acknowledged, and its reply comes by `send-mt`. */
export const vCom: Description = {
  contract: { user: CLIENT, secret: SECURE_KEY, sender: 'MOTCUA', webhookSecrets: [SECURE_KEY], values: {}, templates: {} },
  base: '',
  knowsReferences: false,
  knowsTexts: false,
  routes: {
    'POST /api/v2/send-mt': async ({ json }, desk) => {
      const field = (name: string) => json?.[name] ?? '';
      const right = checksum(CLIENT, field('request_id'), field('mt_code'), SECURE_KEY, field('time'));
      if (field('client_id') !== CLIENT || field('checksum') !== right) return refused(106, 'Parameter is invalid, wrong checksum');
      if (field('mt_code') === '' || field('mt_code').length > 50) return refused(106, 'Parameter is invalid, mt_code');
      const taken = desk.reply(field('request_id'), { text: field('message'), charge: field('is_charged') === '1' });
      return taken ? jsonAnswer({ data: { code: 200, status: 'success', message: 'Thanks' } }) : refused(104, 'MT is duplicated');
    },
  },
  receipt: null,
  inquiry: {
    call({ id, from, to, text, at }) {
      const time = Math.floor(at.getTime() / 1000);
      return {
        method: 'POST',
        json: {
          type: 'new',
          client_id: CLIENT,
          request_id: id,
          service_id: to,
          command_code: text.split(/\s/, 1)[0] ?? '',
          message: text,
          telco: 'VT',
          phone: from,
          time,
          checksum: checksum(CLIENT, id, from, SECURE_KEY, String(time)),
        },
      };
    },
    readReply({ status, body }) {
      const code = status === 200 ? readJsonFields(body)?.['data.code'] : undefined;
      return code === '200' ? 'later' : null;
    },
  },
};
