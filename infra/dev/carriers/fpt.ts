import { jsonAnswer, type Answer, type Description, type Refusal } from './description.ts';

const [USER, SECRET, TOKEN] = ['demo-client-id', 'demo-client-secret-of-fpt', 'demo-access-token'];

const refused = (error: number, error_description: string) => jsonAnswer({ error, error_description });

const REFUSED: Readonly<Record<Refusal, Answer>> = {
  key: refused(1008, 'Wrong client_id or client_secret'),
  phone: refused(53, 'Wrong phone number'),
  sender: refused(2504, 'Brand name is not active'),
  balance: refused(2502, 'Out of quota'),
  duplicate: refused(2501, 'The same message within 5 minutes'),
  text: refused(5, 'Template is not registered'),
  throttled: refused(1016, 'Too many messages'),
};

/** FPT: a token first, then the text in base64. */
export const fpt: Description = {
  contract: { user: USER, secret: SECRET, sender: 'MOTCUA', webhookSecrets: [], values: {}, templates: {} },
  base: '',
  knowsReferences: false,
  knowsTexts: true,
  routes: {
    'POST /oauth2/token': async ({ json }) => {
      const knows = json?.['client_id'] === USER && json['client_secret'] === SECRET && json['grant_type'] === 'client_credentials';
      return knows ? jsonAnswer({ access_token: TOKEN, expires_in: 86_400, token_type: 'Bearer', scope: json['scope'] }) : REFUSED.key;
    },
    'POST /api/push-brandname-otp': async ({ json }, desk) => {
      if (json?.['access_token'] !== TOKEN) return refused(1011, 'Access token is not valid');
      const text = Buffer.from(json['Message'] ?? '', 'base64').toString('utf8');
      const submitted = await desk.submit({
        reference: json['RequestId'] ?? '',
        to: json['Phone'] ?? '',
        sender: json['BrandName'] ?? '',
        text,
        encoding: /[^ -~]/.test(text) ? 'unicode' : 'ascii',
      });
      if ('refused' in submitted) return REFUSED[submitted.refused];
      const { BrandName, Phone, Message } = json;
      return jsonAnswer({ MessageId: Number(submitted.id), BrandName, Phone, Message, PartnerId: '', Telco: 'viettel' });
    },
  },
  receipt: null,
  inquiry: null,
};
