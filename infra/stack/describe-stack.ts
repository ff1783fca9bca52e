import path from 'node:path';
import type { Stack } from './stack.ts';

/** What a person needs to try it: the addresses, the keys and a first request. */
export function describeStack({ apiUrl, telcoUrl, uiUrl, databaseUrl, keys, logDir }: Stack): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Phones', telcoUrl],
    ['API', `${apiUrl}/docs`],
    ['Temporal UI', `${uiUrl}/namespaces/default/workflows`],
    ['PostgreSQL', hidePassword(databaseUrl)],
    ['Logs', path.relative(process.cwd(), logDir) || '.'],
    ['Clerk key', keys.clerk],
    ['Operator key', keys.operator],
    ['Auditor key', keys.auditor],
  ];
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const table = rows.map(([name, value]) => `  ${name.padEnd(nameWidth)}   ${value}`).join('\n');
  const firstStep = `Register a dossier, then look at the phone 0905 123 456:\n\n${writeCurl(apiUrl, keys.clerk)}`;
  return `\n${table}\n\n${firstStep}\n\nCtrl-C stops everything; the data stays.`;
}

function writeCurl(apiUrl: string, key: string): string {
  const dossier = {
    receiptCode: '0101701234',
    procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false },
    phone: '0905123456',
    step: 'Trả kết quả',
  };
  const headers = `-H 'authorization: Bearer ${key}' -H 'content-type: application/json'`;
  return `  curl -s ${apiUrl}/v1/dossiers ${headers} \\\n    -d '${JSON.stringify(dossier)}'`;
}

function hidePassword(url: string): string {
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  return shown.toString();
}
