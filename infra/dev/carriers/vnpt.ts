import { jsonAnswer, type Answer, type Description, type Fields, type Refusal } from './description.ts';
import { TEMPLATES, textOfTemplate } from './registered-texts.ts';

const [USER, SECRET] = ['demo_api', 'demo-password-of-vnpt'];
const VALUES = { LABELID: '170001', CONTRACTTYPEID: '1', CONTRACTID: '14001', AGENTID: '199', USERNAME: 'demo_cs' };

const said = (ERROR: string, ERROR_DESC: string) => jsonAnswer({ RPLY: { name: 'send_sms_list', ERROR, ERROR_DESC } });

const REFUSED: Readonly<Record<Refusal, Answer>> = {
  key: said('1', 'Username, password, IP are not valid'),
  phone: said('23', 'Phone number is not valid'),
  sender: said('14', 'Label is not correct'),
  balance: said('20', 'Out of messages of the contract'),
  duplicate: said('33', 'Duplicate request id'),
  text: said('7', 'Template is not valid'),
  throttled: said('16', 'Too fast'),
};

/** VNPT: a registered template and its ordered parameters instead of a text. */
export const vnpt: Description = {
  contract: { user: USER, secret: SECRET, sender: 'MOTCUA', webhookSecrets: [], values: VALUES, templates: TEMPLATES },
  base: '/smsmarketing/api',
  knowsReferences: true,
  knowsTexts: true,
  routes: {
    'POST /smsmarketing/api': async ({ json }, desk) => {
      const field = (name: string) => json?.[`RQST.${name}`] ?? '';
      if (field('APIUSER') !== USER || field('APIPASS') !== SECRET) return REFUSED.key;
      if (field('name') !== 'send_sms_list') return said('3', 'Method is not valid');
      if (field('LABELID') !== VALUES.LABELID) return REFUSED.sender;
      if (field('CONTRACTID') !== VALUES.CONTRACTID) return said('13', 'Contract is not correct');
      const encoding = field('DATACODING') === '8' ? 'unicode' : 'ascii';
      const text = textOfTemplate(field('TEMPLATEID'), parametersOf(json ?? {}), encoding);
      if (text === null) return REFUSED.text;
      const submitted = await desk.submit({ reference: field('REQID'), to: field('MOBILELIST'), sender: 'MOTCUA', text, encoding });
      return 'refused' in submitted ? REFUSED[submitted.refused] : said('0', 'success');
    },
  },
  receipt: null,
  inquiry: null,
};

/** In the order of their numbers, which begin with 1. */
function parametersOf(json: Fields): readonly string[] {
  const given = Array.from({ length: 10 }, (_, place) => ({
    number: json[`RQST.PARAMS.${place}.NUM`],
    content: json[`RQST.PARAMS.${place}.CONTENT`] ?? '',
  })).filter(({ number }) => number !== undefined);
  return given.toSorted((a, b) => Number(a.number) - Number(b.number)).map(({ content }) => content);
}
