import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import { migrateTemporal } from '../../../src/temporal/connect.ts';
import { openApi, type Api } from '../../support/api.ts';
import {
  BAD_CURSORS,
  expectBadCursor,
  expectListed,
  expectPages,
  LIST_CASES,
  LISTED_DOSSIERS,
  untilListed,
} from '../../support/dossier-lists.ts';
import { freshNamespace } from '../../support/namespace.ts';
import { untilItWorks } from '../../support/workflow-world.ts';

let api: Api;
const list = (query: string) => api.get(`/v1/dossiers${query}`);
beforeAll(async () => {
  const address = inject('temporalAddress');
  const namespace = await freshNamespace(address, 'list');
  api = await openApi({ TEMPORAL_NAMESPACE: namespace }, address);
  await untilItWorks(() => migrateTemporal(api.temporal, namespace));
  for (const some of LISTED_DOSSIERS) await api.register(some);
  await untilListed(list);
}, 120_000);
afterAll(() => api[Symbol.asyncDispose]());

describe('contract §2 the list of open dossiers, from Temporal on SQLite', () => {
  test.each(LIST_CASES)('requirements §4.3 %j finds %j', (...found) => expectListed(list, found));
  test('page by page', () => expectPages(list));
  test.each(BAD_CURSORS)('the cursor %j is refused, and is no reason for an alarm', (cursor) => expectBadCursor(list, cursor));
  test.each(BAD_CURSORS)('and so it is in a list by problem: %j', (cursor) =>
    expectBadCursor((query) => list(`${query}&problem=any`), cursor),
  );
});
