import { jsonAnswer, type Answer, type Description, type Refusal } from './description.ts';

const [USER, SECRET] = ['DEMO-API-KEY', 'demo-secret-key-of-esms'];

const refused = (code: string, ErrorMessage: string) => jsonAnswer({ CodeResult: code, CountRegenerate: 0, ErrorMessage });

const REFUSED: Readonly<Record<Refusal, Answer>> = {
  key: refused('101', 'Authorize Failed'),
  phone: refused('108', 'Phone number is not in correct format'),
  sender: refused('104', 'Brand name code is not exist'),
  balance: refused('103', 'Not enough balance to send message'),
  duplicate: refused('124', 'Request exist 1'),
  text: refused('146', 'Sai template Brandname CSKH'),
  throttled: jsonAnswer({ message: 'too many requests' }, 429, { 'retry-after': '1' }),
};

/** eSMS: gateways §2, and the public pages that the preset names. */
export const esms: Description = {
  contract: {
    user: USER,
    secret: SECRET,
    sender: 'MOTCUA',
    webhookSecrets: ['demo-webhook-secret-of-esms'],
    values: { CALLBACK_URL: '{product}/v1/gateways/esms/receipts' },
    templates: {},
  },
  base: '',
  knowsReferences: true,
  knowsTexts: true,
  routes: {
    'POST /MainService.svc/json/SendMultipleMessage_V4_post_json/': async ({ json }, desk) => {
      if (json?.['ApiKey'] !== USER || json['SecretKey'] !== SECRET) return REFUSED.key;
      if (json['SmsType'] !== '2') return refused('118', 'Wrong message type');
      const submitted = await desk.submit({
        reference: json['RequestId'] ?? '',
        to: json['Phone'] ?? '',
        sender: json['Brandname'] ?? '',
        text: json['Content'] ?? '',
        encoding: json['IsUnicode'] === '1' ? 'unicode' : 'ascii',
      });
      if ('refused' in submitted) return REFUSED[submitted.refused];
      return jsonAnswer({ CodeResult: '100', CountRegenerate: 0, SMSID: submitted.id });
    },
  },
  receipt: ({ id, reference, to }) => ({
    method: 'GET',
    query: {
      secret: 'demo-webhook-secret-of-esms',
      SMSID: id,
      SendFailed: '0',
      SendStatus: '5',
      SendSuccess: '1',
      TotalPrice: '800.0000',
      TotalReceiver: '1',
      TotalSent: '1',
      RequestId: reference,
      TypeId: '2',
      telcoid: '1',
      phonenumber: to,
      switchsmsid: '',
    },
  }),
  inquiry: null,
};
