import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InquiryAnswer } from '../../src/domain/inquiry-answer.ts';
import { findDriver } from '../../src/sms/drivers.ts';
import { expectAnswer } from './compare.ts';
import { callOf, runReplyCall, runSend, settingsOf } from './run-case.ts';
import { readTable } from './table.ts';

/** Every preset of the product, and the drivers whose tables have the same form. */
const PRESETS = path.join(import.meta.dirname, '..', '..', 'src', 'sms', 'presets');
const presets = readdirSync(PRESETS)
  .filter((file) => file.endsWith('.json') && file !== 'preset.schema.json')
  .map((file) => path.basename(file, '.json'));

describe('the presets', () => {
  it.each(presets)('%s has a table of cases', (name) => {
    expect(existsSync(path.join(import.meta.dirname, `${name}.cases.json`))).toBe(true);
  });
});

describe.each([...presets, 'plain', 'kannel'])('requirements §11.2, §11.3, §11.5: gateway %s', (name) => {
  const table = readTable(name);
  const driver = findDriver(name);

  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(table.now) }));
  afterEach(() => void vi.useRealTimers());

  it('can do what its table says', () => expect(driver.capabilities).toEqual(table.capabilities));

  it.each(table.sends)('hands over: $title', (send) => runSend(driver, table, send));
  it.each(table.replyCalls)('replies by a call: $title', (reply) => runReplyCall(driver, table, reply));

  it.each(table.receipts)('reads a receipt: $title', ({ call, settings, receipts, answer, refused }) => {
    const receiver = driver.openReceiver(settingsOf(table, null, settings));
    const read = receiver.receipts?.read(callOf(call, table.now));
    if (refused !== undefined) return expect(read).toMatchObject({ kind: refused });
    expect(read).toMatchObject({ kind: 'receipts', receipts });
    if (read?.kind === 'receipts' && answer !== undefined) expectAnswer(read.answer, answer);
    // A receipt is never taken for an inquiry.
    expect(receiver.inquiries?.read(callOf(call, table.now)).kind).not.toBe('inquiry');
  });

  it.each(table.inquiries)('reads an inquiry: $title', ({ call, settings, inquiry, replies, ignored, refused }) => {
    const receiver = driver.openReceiver(settingsOf(table, null, settings));
    const read = receiver.inquiries?.read(callOf(call, table.now));
    if (refused !== undefined) return expect(read).toMatchObject({ kind: refused });
    if (ignored) return expect(read).toMatchObject({ kind: 'ignored' });
    expect(read).toMatchObject({ kind: 'inquiry', inquiry });
    if (read?.kind === 'inquiry') for (const { answer, gives } of replies) expectAnswer(read.answer(answer as InquiryAnswer), gives);
    // And the reverse.
    expect(receiver.receipts?.read(callOf(call, table.now)).kind).not.toBe('receipts');
  });
});
