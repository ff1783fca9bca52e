import { describe, expect, test } from 'vitest';
import { openApi, type Api } from '../support/api.ts';

const TOO_MANY = 'Quý ông/bà đã tra cứu quá nhiều lần trong thời gian ngắn. Vui lòng thử lại sau';
const KNOWN = 'MCKH 0101701234';
const UNKNOWN = 'MCKH 9999999999';

async function anApi(settings: Record<string, string> = {}) {
  const api = await openApi(settings);
  await api.register({ receiptCode: '0101701234' });
  return api;
}

async function outcomes(api: Api, text: string, times: number, from = '84912345678'): Promise<string[]> {
  const all: string[] = [];
  for (let time = 0; time < times; time++) {
    const { status, body } = await api.inquire(text, { from });
    expect(status).toBe(200);
    expect(body.charge).toBe(body.outcome === 'answered');
    expect(body.reply === null).toBe(body.outcome === 'ignored');
    if (body.outcome === 'too_many') expect(body.reply).toBe(TOO_MANY);
    all.push(body.outcome);
  }
  return all;
}

const times = (count: number, outcome: string) => Array.from({ length: count }, () => outcome);

describe('requirements §7.8 a machine is told once, then nothing', () => {
  test('after 30 in ten minutes; other people are not touched; later it may ask again', async () => {
    await using api = await anApi();
    expect(await outcomes(api, KNOWN, 33)).toEqual([...times(30, 'answered'), 'too_many', 'ignored', 'ignored']);
    expect(await outcomes(api, KNOWN, 1, '84912345679')).toEqual(['answered']);
    await api.database.sql`update inquiries set received_at = received_at - interval '10 minutes 1 second'`;
    expect(await outcomes(api, KNOWN, 1)).toEqual(['answered']);
  });

  test('however its number is written', async () => {
    await using api = await anApi({ INQUIRY_LIMIT: '5/10m' });
    const spellings = ['84912345678', '+84912345678', '0912345678', '0084912345678', '912345678', '0912 345 678', '+84 (0) 912.345.678'];
    const all: string[] = [];
    for (const from of spellings) all.push(...(await outcomes(api, KNOWN, 1, from)));
    expect(all).toEqual([...times(5, 'answered'), 'too_many', 'ignored']);
  });

  test('however the number of another country is written', async () => {
    await using api = await anApi({ INQUIRY_LIMIT: '2/10m' });
    const all: string[] = [];
    for (const from of ['+12025550123', '12025550123', '0012025550123', '+1 202-555-0123'])
      all.push(...(await outcomes(api, KNOWN, 1, from)));
    expect(all).toEqual(['answered', 'answered', 'too_many', 'ignored']);
  });

  test('after ten unknown codes in an hour; but a known one is still answered', async () => {
    await using api = await anApi();
    expect(await outcomes(api, UNKNOWN, 13)).toEqual([...times(10, 'unknown'), 'too_many', 'ignored', 'ignored']);
    expect(await outcomes(api, KNOWN, 2)).toEqual(['answered', 'answered']);
    expect(await outcomes(api, UNKNOWN, 1, '84912345679')).toEqual(['unknown']);
    await api.database.sql`update inquiries set received_at = received_at - interval '59 minutes'`;
    expect(await outcomes(api, UNKNOWN, 1)).toEqual(['ignored']);
    await api.database.sql`update inquiries set received_at = received_at - interval '2 minutes'`;
    expect(await outcomes(api, UNKNOWN, 1)).toEqual(['unknown']);
  });

  test('as the settings say', async () => {
    await using api = await anApi({ INQUIRY_LIMIT: '4/1m', UNKNOWN_CODE_LIMIT: '2/1m' });
    expect(await outcomes(api, UNKNOWN, 3)).toEqual(['unknown', 'unknown', 'too_many']);
    expect(await outcomes(api, KNOWN, 3)).toEqual(['answered', 'answered', 'ignored']);
  });

  test('a repeated message counts once', async () => {
    await using api = await anApi({ INQUIRY_LIMIT: '2/1m' });
    for (let time = 0; time < 5; time++) expect((await api.inquire(KNOWN, { id: 'mo-1' })).body.outcome).toBe('answered');
    expect(await outcomes(api, KNOWN, 2)).toEqual(['answered', 'too_many']);
  });
});

describe('requirements §7.8 a limit of 0 is none', () => {
  test('of inquiries', async () => {
    await using api = await anApi({ INQUIRY_LIMIT: '0' });
    expect(await outcomes(api, KNOWN, 35)).toEqual(times(35, 'answered'));
    expect(await outcomes(api, UNKNOWN, 11)).toEqual([...times(10, 'unknown'), 'too_many']);
  });

  test('of unknown codes', async () => {
    await using api = await anApi({ UNKNOWN_CODE_LIMIT: '0' });
    expect(await outcomes(api, UNKNOWN, 31)).toEqual([...times(30, 'unknown'), 'too_many']);
  });
});
