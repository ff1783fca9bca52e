import { describe, expect, test } from 'vitest';
import { createAssembly, readPlace, splitForDelivery, type Part } from '../../../../infra/dev/smpp/parts.ts';

const PART: Part = { id: '1', from: '8083', to: '84905123456', text: 'a', encoding: 'unicode', place: null, wantsReceipt: false };
const place = (number: number, of: number, reference = 7) => ({ number, of, reference });

describe('a telephone puts parts together', () => {
  test('one part is a message', () => {
    expect(createAssembly().add({ ...PART, wantsReceipt: true })).toMatchObject({ text: 'a', parts: 1, receiptId: '1' });
  });

  test('in the order of their numbers, whichever came first', () => {
    const { add } = createAssembly();
    expect(add({ ...PART, id: '2', text: 'b', place: place(2, 3) })).toBeNull();
    expect(add({ ...PART, id: '3', text: 'c', place: place(3, 3) })).toBeNull();
    expect(add({ ...PART, id: '4', text: 'a', place: place(1, 3), wantsReceipt: true })).toMatchObject({
      text: 'abc',
      parts: 3,
      receiptId: '4',
    });
  });

  test('a part that comes twice counts once', () => {
    const { add } = createAssembly();
    expect(add({ ...PART, place: place(1, 2) })).toBeNull();
    expect(add({ ...PART, place: place(1, 2) })).toBeNull();
    expect(add({ ...PART, text: 'b', place: place(2, 2) })).toMatchObject({ text: 'ab', parts: 2, receiptId: null });
  });

  test('those of another number, reference or count are another message', () => {
    const { add } = createAssembly();
    add({ ...PART, place: place(1, 2) });
    expect(add({ ...PART, to: '84905123457', place: place(2, 2) })).toBeNull();
    expect(add({ ...PART, place: place(2, 2, 8) })).toBeNull();
    expect(add({ ...PART, place: place(2, 3) })).toBeNull();
  });
});

test('a place is read from a header with a short or a long reference', () => {
  expect(readPlace([Buffer.from([0, 3, 7, 4, 2])])).toEqual({ reference: 7, of: 4, number: 2 });
  expect(readPlace([Buffer.from([8, 4, 1, 2, 3, 1])])).toEqual({ reference: 258, of: 3, number: 1 });
  expect(readPlace([])).toBeNull();
});

test('a long text leaves a telephone in parts of 67 units', () => {
  expect(splitForDelivery('ă'.repeat(70), 1)).toHaveLength(1);
  const parts = splitForDelivery('ă'.repeat(135), 258);
  expect(parts.map(({ message }) => message.length)).toEqual([134, 134, 2]);
  expect(parts.map(({ udh }) => [...(udh ?? [])])).toEqual([
    [5, 0, 3, 2, 3, 1],
    [5, 0, 3, 2, 3, 2],
    [5, 0, 3, 2, 3, 3],
  ]);
});
