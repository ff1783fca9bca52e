import type { Answer, Description, Refusal } from './description.ts';

const [USER, SECRET, CPCODE] = ['smsbrand_demo', 'demo-password-of-viettel', 'DEMO'];

const said = (result: 0 | 1, message: string): Answer => ({
  status: 200,
  type: 'text/xml; charset=utf-8',
  body:
    `<?xml version="1.0" ?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><ns2:wsCpMtResponse ` +
    `xmlns:ns2="http://impl.bulkSms.ws/"><return><message>${message}</message><result>${result}</result></return></ns2:wsCpMtResponse></S:Body></S:Envelope>`,
});

const REFUSED: Readonly<Record<Refusal, Answer>> = {
  key: said(0, 'Authenticate: WRONG_INFORMATION_AUTHENTICATE'),
  phone: said(0, 'Check ReceiverID: FORMAT_ERROR'),
  sender: said(0, 'Check ServiceID: ALIAS_INVALID:TELCO=VT'),
  balance: said(0, 'Check information error'),
  duplicate: said(0, 'Check ServiceID: DUPLICATE MESSAGE'),
  text: said(0, 'Check template: CONTENT_NOT_MATCH_TEMPLATE'),
  throttled: { status: 503, type: 'text/plain', body: 'busy' },
};

const PLACE = 'Envelope.Body.wsCpMt';

/** Viettel: SOAP, without a reference, without receipts. */
export const viettel: Description = {
  contract: { user: USER, secret: SECRET, sender: 'MOTCUA', webhookSecrets: [], values: { CPCODE }, templates: {} },
  base: '/bulkapi',
  knowsReferences: false,
  knowsTexts: true,
  routes: {
    'POST /bulkapi': async ({ xml }, desk) => {
      const field = (name: string) => xml?.[`${PLACE}.${name}`] ?? '';
      if (field('User') !== USER || field('Password') !== SECRET || field('CPCode') !== CPCODE) return REFUSED.key;
      if (field('CommandCode') !== 'bulksms') return said(0, 'Check CommandCode: COMMAND_CODE_ERROR');
      if (field('UserID') !== field('ReceiverID')) return said(0, 'UserID_NOT_EQUAL_ReceiverID');
      const submitted = await desk.submit({
        reference: '',
        to: field('ReceiverID'),
        sender: field('ServiceID'),
        text: field('Content'),
        encoding: field('ContentType') === '1' ? 'unicode' : 'ascii',
      });
      return 'refused' in submitted ? REFUSED[submitted.refused] : said(1, 'Insert MT_QUEUE: OK');
    },
  },
  receipt: null,
  inquiry: null,
};
