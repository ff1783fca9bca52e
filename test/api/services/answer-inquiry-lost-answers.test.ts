import { afterEach, describe, expect, test } from 'vitest';
import { findPort } from '../../../infra/stack/ports.ts';
import { openPostgresLink } from '../../chaos/links/postgres-link.ts';
import { openSaboteur } from '../../chaos/links/sabotage.ts';
import { freshDatabase, openApi, type Api } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';

const CODE = '0101701234';
const ANSWERED = { outcome: 'answered', charge: true };
const BUSY = { outcome: 'busy', charge: false };

/** Requirements §7.4 and requirements §7.5, invariant I4: what is booked and charged is what the citizen was told. */
describe('an inquiry whose booking was done and reported as failed', () => {
  let open: AsyncDisposable[] = [];
  afterEach(async () => {
    for (const each of open.toReversed()) await each[Symbol.asyncDispose]();
    open = [];
  });

  test('is asked once more, and answered in full', async () => {
    const { api, saboteur } = await anApi();
    saboteur.arm({ port: 'postgres', call: 'update inquiries set', damage: 'lose_answer', times: 1 });
    expect((await api.inquire(`MCKH ${CODE}`, { id: 'mo-1' })).body).toMatchObject(ANSWERED);
    expect(saboteur.played()).toHaveLength(1);
    expect(await booked(api)).toEqual([ANSWERED]);
  });

  test('twice, is told as busy, and the books follow what was told', async () => {
    const { api, saboteur } = await anApi();
    saboteur.arm({ port: 'postgres', call: 'update inquiries set', damage: 'lose_answer', times: 1 });
    saboteur.arm({ port: 'postgres', call: 'keep_inquiry(', damage: 'cut', times: 1, after: 1 });
    expect((await api.inquire(`MCKH ${CODE}`, { id: 'mo-1' })).body).toMatchObject(BUSY);
    await eventually(async () => expect(await booked(api)).toEqual([BUSY]));
    expect((await api.inquire(`MCKH ${CODE}`, { id: 'mo-1' })).body, 'the same id, the same answer').toMatchObject(BUSY);
  });

  test('stays as it was booked when the same id was told it in the meantime', async () => {
    const { api, saboteur } = await anApi();
    saboteur.arm({ port: 'postgres', call: 'update inquiries set outcome', damage: 'lose_answer', times: 1 });
    saboteur.arm({ port: 'postgres', call: 'keep_inquiry(', damage: 'cut', times: 1, after: 1 });
    saboteur.arm({ port: 'postgres', call: 'or (charge and answered_at', damage: 'delay', times: 1, delayMs: 1500 });
    expect((await api.inquire(`MCKH ${CODE}`, { id: 'mo-1' })).body).toMatchObject(BUSY);
    expect((await api.inquire(`MCKH ${CODE}`, { id: 'mo-1' })).body).toMatchObject(ANSWERED);
    await eventually(() => expect(saboteur.played().at(-1)).toMatchObject({ damage: 'delay' }));
    expect(await booked(api)).toEqual([ANSWERED]);
  });

  test('too late, is told as busy, and the books follow what was told', async () => {
    const { api, saboteur } = await anApi();
    saboteur.arm({ port: 'postgres', call: 'update inquiries set', damage: 'delay', times: 1, delayMs: 2500 });
    expect((await api.inquire(`MCKH ${CODE}`, { id: 'mo-1' })).body).toMatchObject(BUSY);
    await eventually(async () => expect(await booked(api)).toEqual([BUSY]));
  });

  test('not at all, because the connection was lost after the question was kept, is booked as it was told', async () => {
    const { api, saboteur } = await anApi();
    saboteur.arm({ port: 'postgres', call: 'update inquiries set', damage: 'cut', times: 1 });
    saboteur.arm({ port: 'postgres', call: 'keep_inquiry(', damage: 'cut', times: 1, after: 1 });
    expect((await api.inquire(`MCKH ${CODE}`, { id: 'mo-1' })).body).toMatchObject(BUSY);
    await eventually(async () => expect(await booked(api)).toEqual([BUSY]));
  });

  test('whose question was kept unheard is booked as it was told', async () => {
    const { api, saboteur } = await anApi();
    saboteur.arm({ port: 'postgres', call: 'keep_inquiry(', damage: 'lose_answer', times: 2 });
    expect((await api.inquire(`MCKH ${CODE}`, { id: 'mo-1' })).body).toMatchObject(BUSY);
    await eventually(async () => expect(await booked(api)).toEqual([BUSY]));
  });

  test('whose question was kept unheard is booked as it was told, and the question of another sender under its id stays', async () => {
    const { api, saboteur } = await anApi();
    expect((await api.inquire(`MCKH ${CODE}`, { id: 'mo-1', from: '84912345670' })).body).toMatchObject(ANSWERED);
    saboteur.arm({ port: 'postgres', call: 'keep_inquiry(', damage: 'lose_answer', times: 2 });
    expect((await api.inquire(`MCKH ${CODE}`, { id: 'mo-1' })).body).toMatchObject(BUSY);
    await eventually(async () => expect(await booked(api)).toEqual([ANSWERED, BUSY]));
  });

  test('is kept nowhere when it was not even begun, and answered in full later', async () => {
    const { api, saboteur } = await anApi();
    saboteur.arm({ port: 'postgres', call: 'keep_inquiry(', damage: 'cut', times: 2 });
    expect((await api.inquire(`MCKH ${CODE}`, { id: 'mo-1' })).body).toMatchObject(BUSY);
    expect(await booked(api)).toEqual([]);
    expect((await api.inquire(`MCKH ${CODE}`, { id: 'mo-1' })).body).toMatchObject(ANSWERED);
  });

  async function anApi() {
    const url = new URL(await freshDatabase());
    const saboteur = openSaboteur();
    const link = await openPostgresLink(
      await findPort('the link', 0, console.log),
      { host: url.hostname, port: Number(url.port) },
      saboteur,
    );
    url.host = link.address;
    const api = await openApi({}, undefined, url.href);
    open = [link, api];
    expect((await api.register({ receiptCode: CODE })).status).toBe(201);
    return { api, saboteur };
  }
});

async function booked({ database }: Api) {
  return database.sql`select outcome, charge from inquiries order by nth`;
}
