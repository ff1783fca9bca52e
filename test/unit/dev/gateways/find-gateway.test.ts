import { expect, test } from 'vitest';
import { findGateway } from '../../../../infra/dev/gateways/find-gateway.ts';

const KANNEL = { bearerbox: '/usr/sbin/bearerbox', smsbox: '/usr/sbin/smsbox' };

test.each([[[]], [['--gateway', 'plain']], [['--gateway=plain']]])('with %o nothing stands between', (args) => {
  expect(findGateway(args, null)).toBeUndefined();
});

test.each([[['--gateway', 'kannel']], [['--gateway=kannel']], [['--gateway', 'esms']], [['--set-data-aside', '--gateway', 'viettel']]])(
  'with %o a gateway stands between',
  (args) => {
    expect(findGateway(args, KANNEL)).toBeTypeOf('function');
  },
);

test.each([
  [['--gateway', 'nonsense'], 'nonsense'],
  [['--gateway'], 'nothing'],
  [['--gateway='], 'nothing'],
])('a wrong name is one clear line: %o', (args, came) => {
  const message = messageOf(() => findGateway(args, KANNEL));
  expect(message).toMatch(/^--gateway: expected one of plain, kannel, .*esms.*, came /);
  expect(message).toMatch(new RegExp(`came ${came}$`));
  expect(message).not.toContain('\n');
});

test('Kannel that is not installed is one clear line', () => {
  expect(messageOf(() => findGateway(['--gateway', 'kannel'], null))).toBe(
    "--gateway kannel: no Kannel found: install Debian's kannel, which brings bearerbox and smsbox",
  );
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('expected a fault');
}
