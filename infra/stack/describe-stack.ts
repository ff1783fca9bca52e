import path from 'node:path';
import type { Stack } from './stack.ts';

/** What a person needs to try it: addresses, keys, a first request. */
export function describeStack({ apiUrl, telcoUrl, uiUrl, databaseUrl, keys, logDir }: Stack): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Phones', telcoUrl],
    ['API', `${apiUrl}/docs`],
    ['Temporal UI', `${uiUrl}/namespaces/default/workflows`],
    ['PostgreSQL', withoutPassword(databaseUrl)],
    ['Logs', path.relative(process.cwd(), logDir) || '.'],
    ['Clerk key', keys.clerk],
    ['Operator key', keys.operator],
    ['Auditor key', keys.auditor],
  ];
  const wide = Math.max(...rows.map(([name]) => name.length));
  const table = rows.map(([name, value]) => `  ${name.padEnd(wide)}   ${value}`).join('\n');
  return `\n${table}\n\nRegister a dossier, then look at the phone 0905 123 456:\n\n${curl(apiUrl, keys.clerk)}\n\nCtrl-C stops everything; the data stays.`;
}

function curl(apiUrl: string, key: string): string {
  const dossier = {
    receiptCode: '0101701234',
    procedure: { code: 'QLG-01', name: 'Thẩm định giá', sameDay: false },
    phone: '0905123456',
    step: 'Trả kết quả',
  };
  return `  curl -s ${apiUrl}/v1/dossiers -H 'authorization: Bearer ${key}' -H 'content-type: application/json' \\\n    -d '${JSON.stringify(dossier)}'`;
}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  return shown.toString();
}
