import { expect, test } from 'vitest';
import { mergeParcels, rowsOf } from '../../../src/temporal/parcel.ts';
import { aRegistration, code, said } from '../../support/dossiers.ts';

const registration = aRegistration();
const events = said({ step: 'A' }, { step: 'B' });

test('a merged parcel has the registration of either and the events of both, in order', () => {
  const [first, second] = [events.slice(0, 1), events.slice(1)];
  const start = { receiptCode: code(), registration, events: first };
  const more = { receiptCode: code(), events: second };
  expect(mergeParcels(undefined, start)).toEqual(start);
  expect(mergeParcels(start, more)).toEqual({ receiptCode: code(), registration, events });
  expect(mergeParcels(more, { ...start, events: [] })).toEqual({ receiptCode: code(), registration, events: second });
});

test('a parcel delivers one row of the outbox for each event, and row 0 for the registration', () => {
  expect(rowsOf({ receiptCode: code(), registration, events })).toEqual([0, 1, 2].map((seq) => ({ codeKey: '0101701234', seq })));
  expect(rowsOf({ receiptCode: code(), events: events.slice(1) })).toEqual([{ codeKey: '0101701234', seq: 2 }]);
});
