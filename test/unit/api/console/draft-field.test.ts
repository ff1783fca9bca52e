import { expect, test } from 'vitest';
import { readDraft, writeDraft } from '../../../../src/api/console/draft-field.ts';

test('a draft comes back as it was, but for what is secret', () => {
  const typed = { note: '“thiếu” <b>', password: 'a', oldPassword: 'b', secret: 'c', code: 'd', receiptCode: '0101' };
  expect(readDraft(writeDraft('/ho-so/moi', typed))).toEqual({ path: '/ho-so/moi', fields: { note: '“thiếu” <b>', receiptCode: '0101' } });
});

test('what PostgreSQL cannot keep is left out', () => {
  expect(readDraft(writeDraft('/a', { 'no\u0000te': 'a\u0000b\ud800' }))).toEqual({ path: '/a', fields: { note: 'ab' } });
});

test.each([undefined, '', '{', 'null', '[]', '{"path":"//evil.example","fields":{}}', '{"path":"/a","fields":{"a":1}}', '{"path":"/a"}'])(
  'what is no draft is none: %s',
  (text) => expect(readDraft(text)).toBeNull(),
);
