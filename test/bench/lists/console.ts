import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { makePeople } from '../../../infra/stack/people.ts';
import { findPort } from '../../../infra/stack/ports.ts';
import { createApi } from '../../../infra/stack/programs.ts';
import type { Instant } from '../../../src/domain/calendar.ts';
import { codeOf, phoneOf } from './make-dossier.ts';
import { stopwatch, type Office, type Timed } from './measure.ts';
import { AGENCIES, APPRAISED, PROCEDURES } from './office.ts';
import { randomFrom, type Random } from './random.ts';

const TIMES = 50;

/**
 * L4: pages of the console of the built product, from the request to the last byte, as a clerk who is signed in asks for them one after the
 * other. Temporal is away, so that a dossier's page is read from the journal.
 */
export async function timeConsole(
  databaseUrl: string,
  folder: string,
  office: Office,
  say: (line: string) => void,
): Promise<readonly Timed[]> {
  const port = await findPort('the api of the console', 0, () => {});
  const address = `http://127.0.0.1:${port}`;
  const agenciesFile = path.resolve(folder, 'agencies.json');
  writeFileSync(agenciesFile, JSON.stringify(Object.fromEntries(AGENCIES.map((id) => [id, `Đơn vị ${id}`]))));
  const env = {
    AGENCIES_FILE: agenciesFile,
    PATH: process.env['PATH'],
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    API_KEYS: `bench:clerk:${randomBytes(16).toString('hex')}`,
    WEBHOOK_SECRET: randomBytes(16).toString('hex'),
    SESSION_SECRET: randomBytes(32).toString('hex'),
  };
  const api = createApi('api-of-the-console', port, { env, logDir: path.resolve(folder) });
  await using _running = api;
  await api.start();
  const people = await makePeople(path.resolve(folder), env);
  const cookie = await signIn(address, people.find(({ role }) => role === 'clerk')?.password ?? '');
  const timed: Timed[] = [];
  for (const [what, pathOf] of Object.entries(PAGES)) {
    const random = randomFrom(4000);
    const watch = stopwatch(`console: ${what}`);
    for (let nth = 0; nth <= TIMES; nth++) {
      const target = address + pathOf(random, office.dossiers, office.now());
      if (nth === 0) await readPage(target, cookie).catch(() => {}); // the statements are prepared; what fails fails again
      else await watch.time(() => readPage(target, cookie));
    }
    timed.push(watch.read());
    say(`page of the console: ${what}`);
  }
  return timed;
}

/** The address of a page, by what is drawn. */
type PathOf = (random: Random, count: number, now: Instant) => string;

const PAGES: Readonly<Record<string, PathOf>> = {
  'Hôm nay': () => '/hom-nay',
  'Hồ sơ': () => '/ho-so',
  'Tối nay': () => '/ho-so?list=tonight',
  'Sắp đến hạn': () => '/ho-so?list=due_soon',
  'Quá hạn of an agency': (random) => `/ho-so?list=overdue&agency=${random.pick(AGENCIES)}`,
  'Chờ trả kết quả of a procedure': (random) => `/ho-so?list=ready&procedure=${encodeURIComponent(random.pick(PROCEDURES).code)}`,
  'Tất cả, closed ones too, by receipt': () => '/ho-so?closed=any&sort=-received',
  'Tất cả at a step': () => `/ho-so?step=${encodeURIComponent(APPRAISED)}`,
  'search by a part': (random, count, now) => `/ho-so?closed=any&q=${codeOf(random.below(count), count, now).slice(-7)}`,
  'search by number': (random, count) => `/ho-so?closed=any&q=${phoneOf(random.below(Math.ceil(count * 0.6)))}`,
  'one dossier': (random, count, now) => `/ho-so/${encodeURIComponent(codeOf(random.below(count), count, now))}`,
  'a form': (random, count, now) => `/ho-so/${encodeURIComponent(codeOf(random.below(count), count, now))}/chuyen-buoc`,
  'Tiếp nhận': () => '/ho-so/moi',
  'Chưa báo được': () => '/chua-bao',
  'Tin nhắn': () => '/tin-nhan',
  'Thống kê of this month': () => '/thong-ke',
  'Giúp đỡ': () => '/giup-do',
};

async function signIn(address: string, password: string): Promise<string> {
  const form = new URLSearchParams({ name: 'clerk', password, tiep: '' });
  const answer = await fetch(`${address}/dang-nhap`, { method: 'POST', body: form, redirect: 'manual', headers: { origin: address } });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (answer.status !== 303 || cookie === undefined) throw new Error(`expected to be signed in, came ${answer.status}`);
  return cookie;
}

/** Follows one redirect, as a browser does: a search by number leads on. */
async function readPage(address: string, cookie: string): Promise<void> {
  const answer = await fetch(address, { headers: { cookie, accept: 'text/html' } });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`${new URL(address).pathname}: ${answer.status}`);
}
