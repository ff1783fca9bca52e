import { expect, test } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';

const ENOUGH = {
  DATABASE_URL: 'postgres://user@db/mot_cua',
  API_KEYS: 'one-stop:clerk:a-secret-of-16-or-more',
  WEBHOOK_SECRET: 'a-secret-of-16-or-more',
  SMS_GATEWAY_URL: 'https://gateway/send',
  SESSION_SECRET: 'session-secret-0123456789-0123456789',
};
const PROVIDER = {
  OIDC_ISSUER: 'https://login.office.example/realms/office',
  OIDC_CLIENT_ID: 'mot-cua-sms',
  OIDC_CLIENT_SECRET: 'the-client-secret',
  OIDC_ROLES: 'motcua-clerks=clerk, cn=ops,dc=x=operator'.replace(',dc', '-dc'),
};

test('contract §1: the four settings of the provider, and the agencies of its groups', () => {
  expect(readConfig({ ...ENOUGH, ...PROVIDER, OIDC_AGENCIES: 'all=*,finance=default' }, 'api').provider).toEqual({
    issuer: PROVIDER.OIDC_ISSUER,
    clientId: 'mot-cua-sms',
    clientSecret: 'the-client-secret',
    rights: {
      roles: [
        { group: 'motcua-clerks', role: 'clerk' },
        { group: 'cn=ops-dc=x', role: 'operator' },
      ],
      agencies: [
        { group: 'all', agency: '*' },
        { group: 'finance', agency: 'default' },
      ],
    },
  });
  expect(readConfig(ENOUGH, 'api').provider).toBeNull();
});

const FAULTS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ...Object.keys(PROVIDER).map((name): [string, Record<string, string>] => [name, { [name]: '' }]),
  ['SESSION_SECRET', { SESSION_SECRET: '' }],
  ['OIDC_ISSUER', { OIDC_ISSUER: 'http://login.office.example' }],
  ['OIDC_ISSUER', { OIDC_ISSUER: 'https://login.office.example/?x=1' }],
  ['OIDC_ROLES', { OIDC_ROLES: 'clerks=boss' }],
  ['OIDC_ROLES', { OIDC_ROLES: 'clerks' }],
  ['OIDC_ROLES', { OIDC_ROLES: 'a=clerk,a=operator' }],
  ['OIDC_AGENCIES', { OIDC_AGENCIES: 'health=so-y-te' }],
  ['OIDC_AGENCIES', { OIDC_AGENCIES: '=default' }],
];

test.each(FAULTS)('contract §1: the start stops and names %s: %j', (name, change) => {
  let message = '';
  try {
    readConfig({ ...ENOUGH, ...PROVIDER, ...change }, 'api');
  } catch (error) {
    message = String(error);
  }
  expect(message).toMatch(new RegExp(`^  ${name}: `, 'm'));
  expect(message).not.toContain('the-client-secret');
});

test('contract §1: agencies of groups without a provider are told', () => {
  expect(() => readConfig({ ...ENOUGH, OIDC_AGENCIES: 'all=*' }, 'api')).toThrow('OIDC_ISSUER: OIDC_AGENCIES is set and needs it');
});
