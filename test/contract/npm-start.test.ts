import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeStack } from '../../infra/stack/describe-stack.ts';
import { KEYS } from '../support/signature.ts';
import { startApiProgram, TEXT_SECRET, type ApiProgram } from './api-program.ts';

let api: ApiProgram;
beforeAll(async () => void (api = await startApiProgram()));
afterAll(() => api.close());

test('npm start names the webhook secret, and the commands it prints work when they are pasted', () => {
  const printed = describeStack({
    apiUrl: api.url,
    telcoUrl: '',
    uiUrl: '',
    databaseUrl: 'postgres://nobody@127.0.0.1/none',
    keys: { ...KEYS, webhook: TEXT_SECRET, gateway: '', session: '' },
    people: [{ name: 'clerk', role: 'clerk', password: 'secret-of-the-clerk' }],
    logDir: '',
    gateway: 'plain',
  });
  expect(printed).toMatch(new RegExp(`Webhook secret +${TEXT_SECRET}\n`));
  expect(printed).toContain('Sign in as clerk   secret-of-the-clerk');
  const [register = '', inquire = ''] = printed.split('\n\n').filter((paragraph) => paragraph.includes('curl'));
  expect(paste(register)).toMatchObject({ receiptCode: '0101701234', step: 'Trả kết quả' });
  expect(paste(inquire)).toMatchObject({
    reply: 'Hồ sơ của quý ông/bà (MS: 0101701234) hiện đang ở bước Trả kết quả, trạng thái hồ sơ: Đúng hạn',
    outcome: 'answered',
  });
});

function paste(command: string): unknown {
  return JSON.parse(execFileSync('sh', ['-c', command], { encoding: 'utf8' }));
}
