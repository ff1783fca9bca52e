import { expect, test } from 'vitest';
import { rightsOfGroups } from '../../../src/domain/provider-rights.ts';

const roles = [
  { group: 'clerks', role: 'clerk' },
  { group: 'ops', role: 'operator' },
] as const;
const agencies = [
  { group: 'health', agency: 'so-y-te' },
  { group: 'building', agency: 'so-xay-dung' },
  { group: 'office', agency: '*' },
];

test.each([
  [['clerks'], null, { kind: 'rights', role: 'clerk', agencies: null }],
  [['ops', 'clerks'], null, { kind: 'rights', role: 'clerk', agencies: null }],
  [['Clerks'], null, { kind: 'no_role' }],
  [[], null, { kind: 'no_role' }],
  [['ops', 'health', 'building'], agencies, { kind: 'rights', role: 'operator', agencies: ['so-xay-dung', 'so-y-te'] }],
  [['ops', 'health', 'office'], agencies, { kind: 'rights', role: 'operator', agencies: null }],
  [['ops'], agencies, { kind: 'no_agency' }],
  [['health'], agencies, { kind: 'no_role' }],
])('requirements §8.1: the groups %j with agencies by %j give %j', (groups, byAgency, expected) => {
  expect(rightsOfGroups(groups, { roles, agencies: byAgency })).toEqual(expected);
});
