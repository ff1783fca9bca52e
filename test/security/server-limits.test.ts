import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeServer, openServer, TIME_LIMITS } from '../../src/api/server.ts';
import { openLog } from '../../src/lib/log.ts';
import { openApi, type Api } from '../support/api.ts';
import { KEYS } from '../support/signature.ts';

const QUICK = { ...TIME_LIMITS, headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 };
const log = openLog('silent', 'test');

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api[Symbol.asyncDispose]());

async function aServer(limits = QUICK) {
  const server = openServer(api.app, { host: '127.0.0.1', port: 0, limits }, log);
  await once(server, 'listening');
  return { server, port: portOf(server), [Symbol.asyncDispose]: () => closeServer(server, 0) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** A connection that says what it is told, and all that came back once it is closed. */
async function dial(port: number) {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', (part) => (heard += part.toString('latin1')));
  socket.on('error', () => {}); // it may be reset under us
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  return {
    say: (text: string) => void (socket.destroyed || socket.write(text)),
    heard: () => heard,
    closed: async () => (await closed, heard),
    hangUp: () => socket.destroy(),
  };
}

/** The problem in an answer as it stood on the wire, whose id is also in the header. */
function problemIn(heard: string): { readonly status: number } {
  const [head = '', body = ''] = heard.split('\r\n\r\n');
  expect(head.toLowerCase()).toContain('content-type: application/problem+json');
  expect(head.toLowerCase()).toContain("content-security-policy: default-src 'none'");
  const problem = JSON.parse(body);
  expect(head).toContain(problem.requestId);
  return problem;
}

const POST = `POST /v1/dossiers HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEYS.clerk}\r\ncontent-type: application/json\r\n`;

describe('who is slow is hung up on', () => {
  test.each([
    ['says nothing', [], 'HTTP/1.1 408'],
    [
      'sends a header at a time',
      ['GET /healthz HTTP/1.1\r\n', 'host: x\r\n', ...Array.from({ length: 60 }, (_, n) => `x-${n}: 1\r\n`)],
      'HTTP/1.1 408',
    ],
    [
      'sends what a gateway says byte by byte',
      [
        'POST /v1/gateways/plain/receipts HTTP/1.1\r\nhost: x\r\ncontent-type: text/xml\r\ncontent-length: 1000\r\n\r\n',
        ...Array.from({ length: 60 }, () => ' '),
      ],
      'HTTP/1.1 408',
    ],
    ['sends a body byte by byte', [`${POST}content-length: 1000\r\n\r\n`, ...Array.from({ length: 60 }, () => ' ')], 'HTTP/1.1 408'],
    [
      'sends a chunk at a time',
      [`${POST}transfer-encoding: chunked\r\n\r\n`, ...Array.from({ length: 60 }, () => '1\r\n \r\n')],
      'HTTP/1.1 408',
    ],
  ])('who %s', async (_how, parts, answer) => {
    await using server = await aServer();
    const caller = await dial(server.port);
    const saying = (async () => {
      for (const part of parts) {
        caller.say(part);
        await sleep(50);
      }
    })();
    const heard = await caller.closed();
    expect(heard).toContain(answer);
    expect(problemIn(heard)).toMatchObject({ status: 408, code: 'request_timeout' });
    await saying;
    expect(await api.count('dossiers')).toBe(0);
  });

  test('in the time that main.ts gives: ten seconds for the headers, thirty for all of it', async () => {
    await using server = await aServer(TIME_LIMITS);
    const { headersTimeout, requestTimeout, keepAliveTimeout } = server.server;
    expect({ headersTimeout, requestTimeout, keepAliveTimeout }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
    });
  });
});

describe('what nobody reads is bounded', () => {
  const ASK = 'GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nhost: x\r\n\r\n';

  test('an answer of which no byte leaves is given up, and its connection closed', async () => {
    const server = openServer(api.app, { host: '127.0.0.1', port: 0, unreadMs: 400 }, log);
    await once(server, 'listening');
    const reader = connect(portOf(server), '127.0.0.1').pause();
    reader.on('error', () => {});
    reader.write(ASK.repeat(10)); // more than the buffers of the kernel take
    await expect.poll(() => connectionsOf(server)).toBe(1);
    await expect.poll(() => connectionsOf(server), { timeout: 5000 }).toBe(0);
    reader.destroy();
    await closeServer(server, 0);
  });

  test('an answer that is read slowly is not, nor a connection that is idle between two requests', async () => {
    const server = openServer(api.app, { host: '127.0.0.1', port: 0, unreadMs: 400 }, log);
    await once(server, 'listening');
    const reader = connect(portOf(server), '127.0.0.1');
    let bytes = 0;
    reader.on('data', (part) => {
      bytes += part.length;
      reader.pause();
      setTimeout(() => reader.resume(), 30);
    });
    reader.write(ASK);
    await expect.poll(() => bytes, { timeout: 30_000 }).toBeGreaterThan(1_700_000);
    await sleep(1000);
    const before = bytes;
    reader.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    await expect.poll(() => bytes, { timeout: 5000 }).toBeGreaterThan(before);
    reader.destroy();
    await closeServer(server, 0);
  });

  test('and so are connections', async () => {
    const server = openServer(api.app, { host: '127.0.0.1', port: 0, maxConnections: 3 }, log);
    await once(server, 'listening');
    const callers: Awaited<ReturnType<typeof dial>>[] = [];
    for (let index = 0; index < 5; index++) callers.push(await dial(portOf(server)));
    await Promise.all(callers.slice(3).map((caller) => caller.closed()));
    for (const caller of callers.slice(0, 3)) caller.say('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    await expect.poll(() => callers.filter((caller) => caller.heard().includes('200 OK')).length).toBe(3);
    for (const caller of callers) caller.hangUp();
    await closeServer(server, 0);
  });

  function connectionsOf(server: Server): Promise<number> {
    return new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));
  }
});

describe('when the api leaves', () => {
  test.each([
    ['has said nothing', ''],
    ['has sent half its headers', 'GET /healthz HTTP/1.1\r\nhost:'],
    ['has sent half its body', `${POST}content-length: 1000\r\n\r\n{`],
    ['is idle after an answer', 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'],
  ])('who %s holds it up no longer than the grace', async (_what, said) => {
    const { server, port } = await aServer(TIME_LIMITS);
    const caller = await dial(port);
    caller.say(said);
    await sleep(100);
    const ended = await Promise.race([closeServer(server, 300).then(() => 'closed'), sleep(10_000, 'held up', { ref: false })]);
    expect(ended).toBe('closed');
    await caller.closed();
  });

  test('a request under way is answered, and its connection then closed', async () => {
    const { server, port } = await aServer(TIME_LIMITS);
    const caller = await dial(port);
    caller.say('GET /readyz HTTP/1.1\r\nhost: x\r\n\r\n');
    await sleep(50); // Temporal is nowhere: the answer takes a moment
    await closeServer(server, 10_000);
    expect(await caller.closed()).toContain('HTTP/1.1 200');
  });
});

describe('what is too large or no request', () => {
  const auth = `authorization: Bearer ${KEYS.clerk}\r\n`;
  const big = 'x'.repeat(70_000);
  const zipped = gzipSync(JSON.stringify({ receiptCode: 'x'.repeat(5_000_000) })).toString('latin1');
  const smuggled = 'GET /v1/audit HTTP/1.1\r\nhost: x\r\n\r\n';

  const refused: readonly (readonly [string, string, number | null])[] = [
    ['headers of 20 KB', `GET /healthz HTTP/1.1\r\nhost: x\r\nx-big: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['an address of 20 KB', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    ['a body of 70 KB', `${POST}content-length: 70000\r\n\r\n${big}`, 413],
    ['one that only says so', `${POST}content-length: 70000\r\n\r\n`, 413],
    ['one in chunks, without a length', `${POST}transfer-encoding: chunked\r\n\r\n11170\r\n${big}\r\n0\r\n\r\n`, 413],
    [
      'one without a key',
      `POST /v1/dossiers HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 70000\r\n\r\n${big}`,
      413,
    ],
    ['megabytes packed into a few bytes', `${POST}content-encoding: gzip\r\ncontent-length: ${zipped.length}\r\n\r\n${zipped}`, 400],
    ['two lengths', `${POST}content-length: 2\r\ncontent-length: ${smuggled.length + 2}\r\n\r\n{}${smuggled}`, 400],
    ['a length and chunks', `${POST}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`, 400],
    ['chunks under another name', `${POST}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n`, 400],
    ['a header with a space before its colon', `GET /healthz HTTP/1.1\r\nhost : x\r\n\r\n`, 400],
    ['lines without a CR', `GET /healthz HTTP/1.1\nhost: x\nx: y\n\n`, 400],
    ['no Host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
    ['a Host that is none', 'GET /healthz HTTP/1.1\r\nhost: [::1\r\n\r\n', 400],
    ['a backslash in the address', 'GET \\v1\\audit HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['an address of somebody else', 'GET http://evil.example/v1/audit HTTP/1.1\r\nhost: x\r\n\r\n', 401],
    ['a tunnel', 'CONNECT 169.254.169.254:80 HTTP/1.1\r\nhost: x\r\n\r\n', null],
    [
      'a change of protocol',
      'GET /v1/audit HTTP/1.1\r\nhost: x\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\n' +
        'http2-settings: AAMAAABkAAQAAP__\r\n\r\n',
      401,
    ],
    ['another program', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['an answer', 'HTTP/1.1 200 OK\r\n\r\n', 400],
    ['a trace', `TRACE /v1/audit HTTP/1.1\r\nhost: x\r\n${auth}\r\n`, 405],
  ];
  test.each(refused.map(([what, said, status]) => ({ what, said, status })))('$what: $status', async ({ said, status }) => {
    await using server = await aServer();
    const caller = await dial(server.port);
    caller.say(said);
    for (let waited = 0; waited < 400 && !caller.heard(); waited += 20) await sleep(20);
    await Promise.race([caller.closed(), sleep(80)]); // for what may come behind it
    const statuses = [...caller.heard().matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, code]) => Number(code));
    expect(statuses.slice(0, 1)).toEqual(status === null ? [] : [status]);
    expect(statuses, 'and nothing behind it was heard').not.toContain(200);
    if (status !== null) expect(problemIn(caller.heard())).toMatchObject({ status });
    expect(await api.count('dossiers')).toBe(0);
    caller.hangUp();
  });

  test('whoever hangs up in the middle of a body is no fault of ours and no lost database', async () => {
    const lines: string[] = [];
    const noting = Object.assign(openLog('warn', 'test'), { [pino.symbols.streamSym]: { write: (line: string) => lines.push(line) } });
    await using noted = await openApi({}, undefined, undefined, noting);
    const server = openServer(noted.app, { host: '127.0.0.1', port: 0 }, noting);
    await once(server, 'listening');
    for (const framing of ['content-length: 100', 'transfer-encoding: chunked']) {
      for (const path of ['/v1/dossiers', '/v1/gateways/plain/receipts']) {
        const caller = await dial(portOf(server));
        caller.say(
          `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEYS.clerk}\r\ncontent-type: application/json\r\n` +
            `${framing}\r\n\r\n5\r\n`,
        );
        await sleep(50);
        caller.hangUp();
      }
    }
    await sleep(200);
    await closeServer(server, 0);
    expect(lines.filter((line) => !line.includes('delivery_postponed'))).toEqual([]);
    const { body: metrics } = await noted.call('GET', '/metrics');
    expect(metrics).not.toMatch(/http_request_seconds_count\{[^}]*status="5/);
  });
});
