// oxlint-disable-next-line typescript/no-explicit-any -- a scenario asserts what it reads
export type Answer = { readonly status: number; readonly body: any; readonly headers: Headers };

export type Request = { readonly body?: string; readonly headers?: Readonly<Record<string, string>> };

/** One HTTP request. `body` of the answer is undefined when the answer is not JSON. */
export async function request(method: 'GET' | 'POST', url: string, { body, headers = {} }: Request = {}): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    signal: AbortSignal.timeout(30_000),
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, body: parseJson(await answer.text()), headers: answer.headers };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
