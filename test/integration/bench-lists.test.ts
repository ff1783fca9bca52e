import { expect, test } from 'vitest';
import { readNow } from '../../src/db/open.ts';
import { fillDatabase } from '../bench/lists/fill.ts';
import { proveSound } from '../bench/lists/sound.ts';
import { aDatabase } from '../support/records.ts';

test('quality I6, I8: what the bench of the lists fills in has an unbroken journal, and the lists are its fold', async () => {
  await using database = await aDatabase();
  const now = await readNow(database);
  await fillDatabase(database.url, 500, now, () => {});
  const { events, dossiers, findings } = await proveSound(database, 500, now);
  expect(findings).toEqual([]);
  expect(dossiers).toBe(500);
  expect(events).toBeGreaterThan(1500);

  await database.sql`update dossier_states set step = 'elsewhere' where code_key = (select min(code_key) from dossier_states where closed)`;
  expect((await proveSound(database, 500, now)).findings).toMatchObject([{ invariant: 'I8', what: expect.stringContaining('step') }]);
});
