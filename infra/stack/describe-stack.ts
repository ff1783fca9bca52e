import path from 'node:path';
import type { Stack } from './stack.ts';

type Described = Pick<Stack, 'apiUrl' | 'telcoUrl' | 'uiUrl' | 'databaseUrl' | 'keys' | 'people' | 'logDir' | 'gateway'>;

/** What a person needs to try it: the addresses, the people, the keys and a first request. */
export function describeStack({ apiUrl, telcoUrl, uiUrl, databaseUrl, keys, people, logDir, gateway }: Described): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Console', apiUrl],
    ...people.map(({ name, password }) => [`Sign in as ${name}`, password] as const),
    ['Phones', telcoUrl],
    ...(gateway === PLAIN ? [] : [['Gateway', gateway] as const]),
    ['API', `${apiUrl}/docs`],
    ['Temporal UI', `${uiUrl}/namespaces/default/workflows`],
    ['PostgreSQL', hidePassword(databaseUrl)],
    ['Logs', path.relative(process.cwd(), logDir) || '.'],
    ['Clerk key', keys.clerk],
    ['Operator key', keys.operator],
    ['Auditor key', keys.auditor],
    ['Webhook secret', keys.webhook],
  ];
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const table = rows.map(([name, value]) => `  ${name.padEnd(nameWidth)}   ${value}`).join('\n');
  const firstStep = `Register a dossier, then look at the phone 0905 123 456:\n\n${writeRegistration(apiUrl, keys.clerk)}`;
  const asGateway = `Ask about it as a gateway does, signed when you paste it:\n\n${writeInquiry(apiUrl, keys.webhook)}`;
  const nextStep = gateway === PLAIN ? asGateway : 'Ask about it on that phone: MCKH 0101701234';
  return `\n${table}\n\n${firstStep}\n\n${nextStep}\n\nCtrl-C stops everything; the data stays.`;
}

/** The gateway of a stack without another between. */
const PLAIN = 'plain';

function writeRegistration(apiUrl: string, key: string): string {
  const dossier = {
    receiptCode: '0101701234',
    procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false },
    phone: '0905123456',
    step: 'Trả kết quả',
  };
  const headers = `-H 'authorization: Bearer ${key}' -H 'content-type: application/json'`;
  return `  curl -s ${apiUrl}/v1/dossiers ${headers} \\\n    -d '${JSON.stringify(dossier)}'`;
}

/** The shell signs it (contract §4), because a signature printed here would be valid for five minutes only. Each paste is a new inquiry. */
function writeInquiry(apiUrl: string, secret: string): string {
  const body = `{"id":"'$id'","from":"84905123456","to":"8083","text":"MCKH 0101701234","at":"'$(date -u +%FT%TZ)'"}`;
  return [
    `  now=$(date +%s); id=mo-$now; body='${body}'`,
    `  signature=$(printf '%s.%s.%s' "$id" "$now" "$body" | openssl dgst -sha256 -hmac '${secret}' -binary | openssl base64)`,
    `  curl -s ${apiUrl}/v1/gateways/plain/inquiries -H 'content-type: application/json' -H "webhook-id: $id" \\`,
    `    -H "webhook-timestamp: $now" -H "webhook-signature: v1,$signature" -d "$body"`,
  ].join('\n');
}

function hidePassword(url: string): string {
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  return shown.toString();
}
