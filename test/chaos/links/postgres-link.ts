import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listening, type Link } from './link.ts';
import { createReader, createSplitter, endsARound, READY_FOR_QUERY, type Frame } from './postgres-wire.ts';
import { DELAY_MS, type Saboteur, type Sabotage } from './sabotage.ts';

export type PostgresLink = Link & {
  /** Cuts every connection and takes no new one until it is called with false. */
  readonly refuse: (yes: boolean) => void;
};

/** PostgreSQL through a door that reads along: a call's name is its SQL. Without TLS, which nobody uses on loopback. */
export async function openPostgresLink(
  at: number,
  to: { readonly host: string; readonly port: number },
  saboteur: Saboteur,
): Promise<PostgresLink> {
  const open = new Set<Socket>();
  let refusing = false;
  const server = createServer((client) => {
    if (refusing) return void client.destroy();
    const upstream = connect(to.port, to.host);
    open.add(client);
    client.once('close', () => open.delete(client));
    relay(client, upstream, saboteur);
  });
  const cutAll = () => open.forEach((socket) => socket.destroy());
  return {
    address: await listening(server, at),
    refuse(yes) {
      refusing = yes;
      if (yes) cutAll();
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      cutAll();
      await closed;
    },
  };
}

/** What a connection has lost: from the answer of this round on, nothing reaches the client, and with its end the connection is cut. */
type Loss = { readonly round: number; readonly sabotage: Sabotage; readonly from: number };

function relay(client: Socket, upstream: Socket, saboteur: Saboteur): void {
  const [asked, answered] = [createSplitter(1), createSplitter(0)];
  const statementOf = createReader();
  // The first `ReadyForQuery` is the server's greeting.
  let [sent, done] = [0, -1];
  let loss: Loss | undefined;
  const cut = () => {
    client.destroy();
    upstream.destroy();
  };
  for (const socket of [client, upstream]) {
    socket.setNoDelay(true);
    socket.on('error', cut);
    socket.on('close', cut);
  }

  const pass = async (frame: Frame) => {
    const sql = statementOf(frame);
    const sabotage = sql === null || loss ? undefined : saboteur.meet('postgres', sql);
    const from = Date.now();
    if (sabotage?.damage === 'cut') {
      cut();
      return saboteur.note(sabotage, null, from);
    }
    if (sabotage?.damage === 'lose_answer') loss = { round: sent + 1, sabotage, from };
    if (sabotage?.damage === 'delay') {
      await sleep(sabotage.delayMs ?? DELAY_MS);
      saboteur.note(sabotage, null, from);
    }
    if (endsARound(frame)) sent += 1;
    upstream.write(frame.bytes);
  };

  let passing = Promise.resolve();
  client.on('data', (chunk: Buffer) => {
    for (const frame of asked(chunk)) passing = passing.then(() => pass(frame));
  });
  upstream.on('data', (chunk: Buffer) => {
    for (const { type, bytes } of answered(chunk)) {
      const lost = loss !== undefined && done >= loss.round - 1;
      if (type === READY_FOR_QUERY) done += 1;
      if (!lost) client.write(bytes);
      else if (loss && done >= loss.round) {
        cut();
        saboteur.note(loss.sabotage, null, loss.from);
        return;
      }
    }
  });
}
