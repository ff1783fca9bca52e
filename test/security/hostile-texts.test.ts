import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Api } from '../support/api.ts';
import { forEachAtOnce } from '../support/at-once.ts';
import { readTexts, textOf } from './fuzz/texts.ts';

const CODE = '0101701234';
const seed = Date.now() % 1_000_000;
const TEXTS = 100_000;

test(`R11, requirements §7.2: ${TEXTS} texts are read within bounds, and none takes a second (seed ${seed})`, { timeout: 300_000 }, () => {
  expect(readTexts(seed, TEXTS).findings).toEqual([]);
});

describe('through the API', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ INQUIRY_LIMIT: '0', UNKNOWN_CODE_LIMIT: '0' });
    await api.register({ receiptCode: CODE });
  });
  afterAll(() => api[Symbol.asyncDispose]());

  test(`R11: a thousand of them are answered, charged only with an answer, and quote nothing but codes (seed ${seed})`, async () => {
    const outcomes = new Set<string>();
    const texts = Array.from({ length: 1000 }, (_, index) => textOf(seed, index)).filter(
      (text) => Buffer.byteLength(JSON.stringify(text)) < 60_000,
    );
    await forEachAtOnce(texts.entries(), 8, async ([index, text]) => {
      const { status, body } = await api.inquire(text, { id: `mo-${index}` });
      expect(status).toBe(200);
      expect(body.charge).toBe(body.outcome === 'answered');
      expect(String(body.reply)).toMatch(/^[\p{L}\p{N} .,:/<>()\n-]*$/u);
      outcomes.add(body.outcome);
    });
    expect(outcomes).toEqual(new Set(['answered', 'unknown', 'syntax', 'ignored']));
  });
});
