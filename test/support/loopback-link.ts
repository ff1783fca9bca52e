import { openHttpLink, type HttpLink } from '../../src/sms/http-link.ts';

/** The transport of the product, which fails a test whose request would leave this machine. */
export function loopbackLink(timeoutMs = 2000): HttpLink {
  const link = openHttpLink(timeoutMs);
  return async (request, deadline) => {
    const { hostname } = new URL(request.url);
    if (!LOOPBACK.has(hostname)) throw new Error(`a test called ${hostname}`);
    return link(request, deadline);
  };
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
