import { expect, test } from 'vitest';
import { codeKey } from '../../../src/domain/receipt-code.ts';
import { CONCURRENCY, createDeliveryQueue } from '../../../src/temporal/delivery-queue.ts';
import type { Parcel } from '../../../src/temporal/parcel.ts';
import { aRegistration, code, said } from '../../support/dossiers.ts';
import { eventually } from '../../support/eventually.ts';

const [first, second, third] = said({ step: 'A' }, { step: 'B' }, { step: 'C' });
if (!first || !second || !third) throw new Error('expected three events');

/** A queue whose deliveries end when the test says so. */
function aQueue(rush?: Parameters<typeof createDeliveryQueue>[1]) {
  const begun: { readonly parcel: Parcel; readonly waiting: number; readonly end: () => void }[] = [];
  const deliver = (parcel: Parcel, waiting: number) => new Promise<void>((resolve) => void begun.push({ parcel, waiting, end: resolve }));
  return { queue: createDeliveryQueue(deliver, rush), begun };
}

const parcelFor = (name: string, ...events: Parcel['events']): Parcel => ({ receiptCode: code(name), events });
const seqsOf = ({ parcel }: { readonly parcel: Parcel }) => parcel.events.map(({ seq }) => seq);

test('a dossier has one delivery at a time; what comes meanwhile is delivered as one parcel', async () => {
  const { queue, begun } = aQueue();
  queue.add(parcelFor('CODE-1', first));
  queue.add(parcelFor('CODE-1', second));
  queue.add({ ...parcelFor('CODE-1', third), registration: aRegistration() });
  expect(begun.map(seqsOf)).toEqual([[1]]);
  begun[0]?.end();
  await eventually(() => expect(begun.map(seqsOf)).toEqual([[1], [2, 3]]));
  expect(begun[1]?.parcel.registration).toEqual(aRegistration());
});

test('the oldest parcel goes first, and each delivery knows how many wait behind it', async () => {
  const { queue, begun } = aQueue();
  for (let nth = 0; nth < CONCURRENCY + 3; nth++) queue.add(parcelFor(`CODE-${nth}`, first));
  expect(begun).toHaveLength(CONCURRENCY);
  for (const { end } of begun) end();
  await eventually(() => expect(begun).toHaveLength(CONCURRENCY + 3));
  expect(begun.slice(CONCURRENCY).map(({ parcel, waiting }) => [parcel.receiptCode, waiting])).toEqual([
    [`CODE-${CONCURRENCY}`, 2],
    [`CODE-${CONCURRENCY + 1}`, 1],
    [`CODE-${CONCURRENCY + 2}`, 0],
  ]);
});

test('a dossier is pending until its last delivery has ended', async () => {
  const { queue, begun } = aQueue();
  const key = codeKey(code('CODE-1'));
  expect(queue.has(key)).toBe(false);
  queue.add(parcelFor('CODE-1', first));
  expect([queue.has(key), queue.keys()]).toEqual([true, [key]]);
  begun[0]?.end();
  await eventually(() => expect(queue.has(key)).toBe(false));
});

test('a parcel that stands back is delivered when the rush is over', async () => {
  let isRush = true;
  const { queue, begun } = aQueue({ noteWrite: () => {}, holdsBack: () => isRush });
  queue.add(parcelFor('CODE-1', first));
  expect(begun).toEqual([]);
  isRush = false;
  await eventually(() => expect(begun.map(seqsOf)).toEqual([[1]]));
});

test('a stop waits for what is under way and begins nothing more', async () => {
  const { queue, begun } = aQueue();
  queue.add(parcelFor('CODE-1', first));
  queue.add(parcelFor('CODE-1', second));
  const stopped = queue.stop();
  queue.add(parcelFor('CODE-2', first));
  begun[0]?.end();
  await stopped;
  expect(begun.map(seqsOf)).toEqual([[1]]);
});
