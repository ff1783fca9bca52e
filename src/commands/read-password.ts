import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks twice at a terminal, without an echo; else takes the first line of the input. @throws when there is none, or the two differ */
export async function readPassword(name: string): Promise<string> {
  if (!process.stdin.isTTY) return firstLine();
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  const stopping = new AbortController();
  terminal.once('SIGINT', () => stopping.abort());
  const ask = async (question: string) => {
    process.stderr.write(question);
    const answer = await terminal.question('', { signal: stopping.signal });
    process.stderr.write('\n');
    return answer;
  };
  try {
    const password = await ask(`Password of ${name}: `);
    if (password !== (await ask('Once more: '))) throw new Error('the two passwords differ');
    return password;
  } finally {
    terminal.close();
  }
}

async function firstLine(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);
  const [line = ''] = text.split(/\r?\n/);
  if (line === '') throw new Error('expected the password as the first line of the input, or --generate');
  return line;
}
