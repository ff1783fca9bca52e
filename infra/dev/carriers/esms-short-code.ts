import { createHash } from 'node:crypto';
import type { Description } from './description.ts';
import { readXmlFields } from './fields.ts';
import { vietnamTime } from './vietnam-time.ts';

const [CPID, PRIVATE_KEY] = ['demo-cp', 'demo-private-key-of-esms'];

/** The short code of eSMS: a GET with a signature, answered with XML. Nothing in the answer says whether the citizen pays. */
export const esmsShortCode: Description = {
  contract: { user: null, secret: null, sender: 'MOTCUA', webhookSecrets: [PRIVATE_KEY], values: {}, templates: {} },
  base: '',
  knowsReferences: false,
  knowsTexts: false,
  routes: {},
  receipt: null,
  inquiry: {
    call({ id, from, to, text, at }) {
      const receiverTime = vietnamTime(at);
      const sign = createHash('md5').update(`${CPID}${id}${text}${receiverTime}${PRIVATE_KEY}`).digest('base64');
      const keyword = text.split(/\s/, 1)[0] ?? '';
      return {
        method: 'GET',
        query: { sender: from, content: text, serviceNumber: to, keyword, sign, cpid: CPID, smsid: id, receiverTime },
      };
    },
    readReply({ status, body }) {
      const fields = status === 200 ? readXmlFields(body) : null;
      const message = fields?.['ClientResponse.Message'];
      return message === undefined ? null : { text: message === '' ? null : message, charge: false };
    },
  },
};
