import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context, Handler } from 'hono';
import type { AppEnv } from './app-env.ts';
import { readQualities } from './languages.ts';

type Encoding = 'br' | 'gzip' | 'identity';
type Encoded = { readonly body: Uint8Array<ArrayBuffer>; readonly etag: string };

/**
 * Answers with bytes that never change while this process lives. They are compressed once, at the first request, and all readers share
 * them: however many read slowly, memory holds one copy of each encoding.
 */
export function staticAnswer(text: string, type: string, cacheControl: string): Handler<AppEnv> {
  const plain = Buffer.from(text);
  let compressed: Promise<Readonly<Record<Encoding, Encoded>>> | undefined;
  return async (c) => {
    compressed ??= compress(plain);
    const encoding = encodingOf(c);
    const { body, etag } = (await compressed)[encoding];
    const headers = { 'cache-control': cacheControl, vary: 'accept-encoding', etag };
    if (isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers);
    return c.body(body, 200, {
      ...headers,
      'content-type': type,
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    });
  };
}

async function compress(plain: Buffer<ArrayBuffer>): Promise<Readonly<Record<Encoding, Encoded>>> {
  const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 22);
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
    promisify(gzip)(plain),
  ]);
  const encoded = (bytes: Buffer, encoding: Encoding): Encoded => ({ body: new Uint8Array(bytes), etag: `"${hash}-${encoding}"` });
  return { br: encoded(br, 'br'), gzip: encoded(zipped, 'gzip'), identity: encoded(plain, 'identity') };
}

/** The default, 11, takes seconds for Swagger's script. */
const BROTLI_QUALITY = 6;

function encodingOf(c: Context): Encoding {
  const wanted = readQualities(c.req.header('accept-encoding') ?? '');
  const accepts = (encoding: Encoding) => wanted.some(({ name, quality }) => name === encoding && quality > 0);
  return accepts('br') ? 'br' : accepts('gzip') ? 'gzip' : 'identity';
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes('*') || tags.includes(etag);
}
