import { describe, expect, test } from 'vitest';
import { chooseAgency, isWithin, narrowScope } from '../../../src/domain/scope.ts';

const ALL = { agencies: null };
const ONE = { agencies: ['so-y-te'] };
const TWO = { agencies: ['so-y-te', 'so-xay-dung'] };

describe('requirements §8.1: what a key may see', () => {
  test.each([
    ['a key that is bound to none sees every agency', ALL, 'so-y-te', true],
    ['a key sees its agency', ONE, 'so-y-te', true],
    ['and no other', ONE, 'so-xay-dung', false],
    ['nor one whose id begins in the same way', ONE, 'so-y-te-2', false],
    ['a key of two sees both', TWO, 'so-xay-dung', true],
    ['and not the default one', TWO, 'default', false],
    ['a key without any agency would see nothing', { agencies: [] }, 'so-y-te', false],
  ])('%s', (_what, scope, agency, sees) => {
    expect(isWithin(scope, agency)).toBe(sees);
  });
});

describe('requirements §8.1: one agency of a scope', () => {
  test.each([
    ['without an agency the scope stays', ONE, undefined, ONE],
    ['of all', ALL, 'so-y-te', { agencies: ['so-y-te'] }],
    ['of two', TWO, 'so-xay-dung', { agencies: ['so-xay-dung'] }],
    ['nothing is left for a foreign one', ONE, 'so-xay-dung', { agencies: [] }],
  ])('%s', (_what, scope, agency, narrowed) => {
    expect(narrowScope(scope, agency)).toEqual(narrowed);
  });
});

describe('requirements §8.1: the agency of a registration', () => {
  test.each([
    ['none, by a key that is bound to none', ALL, undefined, { kind: 'chosen', agency: 'default' }],
    ['none, by a key of one', ONE, undefined, { kind: 'chosen', agency: 'so-y-te' }],
    ['none, by a key of two', TWO, undefined, { kind: 'which', known: ['so-y-te', 'so-xay-dung'] }],
    ['any, by a key that is bound to none', ALL, 'so-y-te', { kind: 'chosen', agency: 'so-y-te' }],
    ['its own', TWO, 'so-xay-dung', { kind: 'chosen', agency: 'so-xay-dung' }],
    ['a foreign one', ONE, 'so-xay-dung', { kind: 'foreign', own: ['so-y-te'] }],
    ['the default one', ONE, 'default', { kind: 'foreign', own: ['so-y-te'] }],
  ])('%s', (_what, scope, named, chosen) => {
    expect(chooseAgency(scope, named)).toEqual(chosen);
  });
});
