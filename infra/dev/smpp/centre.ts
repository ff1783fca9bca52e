import { once } from 'node:events';
import smpp, { type Pdu, type Session } from 'smpp';
import { createAssembly, readPlace, splitForDelivery, type Part, type Whole } from './parts.ts';

/**
 * What the centre does with a part. `throttle` and `refuse`: it answers ESME_RTHROTTLED or ESME_RINVDSTADR. `drop`: it takes nothing
 * more over this line, and cuts it as soon as its answers have left. `swallow`: it takes the part and cuts the line before its answer.
 */
export type Treatment = 'take' | 'throttle' | 'refuse' | 'drop' | 'swallow';

/** What became of a message, in the words of SMPP's receipts. */
export type Fate = 'DELIVRD' | 'UNDELIV' | 'EXPIRED' | 'REJECTD';

export type CentreOptions = {
  /** 0 means any free port. */
  readonly port: number;
  readonly systemId: string;
  readonly password: string;
  /** Hears each message as soon as all its parts are there. */
  readonly arrived?: (message: Whole) => void;
};

/** A citizen's text on its way to the office. */
export type Text = { readonly from: string; readonly to: string; readonly text: string };

export type Centre = {
  readonly port: number;
  /** Every `submit_sm` so far, in order, with what the centre did. */
  readonly submits: () => readonly (Part & { readonly treatment: Treatment })[];
  /** Every whole message so far, in order. */
  readonly messages: () => readonly Whole[];
  readonly treat: (how: (part: Part) => Treatment) => void;
  /** Resolves when the office's side has acknowledged it; a line that is down is waited for. */
  readonly deliver: (text: Text) => Promise<void>;
  /** Sends a receipt for a message that wanted one. */
  readonly report: (message: Whole, fate: Fate) => Promise<void>;
  readonly isBound: () => boolean;
  readonly close: () => Promise<void>;
};

/** Starts an SMPP centre, as a carrier has one: good enough to try an office's side, not for more. */
export async function startCentre({ port, systemId, password, arrived }: CentreOptions): Promise<Centre> {
  const submits: (Part & { treatment: Treatment })[] = [];
  const messages: Whole[] = [];
  const assembly = createAssembly();
  const outbox = createOutbox();
  let treat: (part: Part) => Treatment = () => 'take';
  const cut = new WeakSet<Session>();
  let texts = 0;

  const take = (part: Part) => {
    const whole = assembly.add(part);
    if (whole === null) return;
    messages.push(whole);
    arrived?.(whole);
  };
  /** Answers that have already left are read at the other end before the line is gone. */
  const cutLine = (session: Session) => {
    cut.add(session);
    setTimeout(() => session.destroy(), ANSWERS_LEAVE_MS);
  };
  const submitted = (session: Session, pdu: Pdu) => {
    if (cut.has(session)) return;
    const part = readPart(pdu, String(submits.length + 1).padStart(10, '0'));
    const treatment = treat(part);
    submits.push({ ...part, treatment });
    if (treatment === 'take' || treatment === 'swallow') take(part);
    if (treatment === 'drop' || treatment === 'swallow') cutLine(session);
    else session.send(pdu.response(treatment === 'take' ? { message_id: part.id } : { command_status: REFUSALS[treatment] }));
  };
  const server = smpp.createServer((session) => {
    session.on('error', () => session.destroy());
    session.on('close', () => outbox.unbound(session));
    session.on('enquire_link', (pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu) => session.send(pdu.response()));
    session.on('submit_sm', (pdu) => submitted(session, pdu));
    session.on('bind_transceiver', (pdu) => {
      const known = pdu.system_id === systemId && pdu.password === password;
      session.send(pdu.response(known ? {} : { command_status: smpp.ESME_RINVPASWD }));
      if (known) outbox.bound(session);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: portOf(server.address()),
    submits: () => [...submits],
    messages: () => [...messages],
    treat: (how) => void (treat = how),
    async deliver({ from, to, text }) {
      const parts = splitForDelivery(text, (texts += 1));
      for (const short_message of parts) {
        const esm_class = short_message.udh ? UDH : 0;
        await outbox.send({ source_addr: from, destination_addr: to, data_coding: UCS2, esm_class, short_message });
      }
    },
    async report({ from, to, receiptId }, fate) {
      if (receiptId === null) throw new Error('nobody wants a receipt for this message');
      const short_message = `id:${receiptId} sub:001 dlvrd:001 submit date:2611291000 done date:2611291001 stat:${fate} err:000 text:`;
      await outbox.send({ source_addr: to, destination_addr: from, esm_class: RECEIPT, data_coding: 0, short_message });
    },
    isBound: outbox.isBound,
    async close() {
      outbox.close();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

const ANSWERS_LEAVE_MS = 200;
const REFUSALS = { throttle: smpp.ESME_RTHROTTLED, refuse: smpp.ESME_RINVDSTADR } as const;
/** Bits of `esm_class`, and a `data_coding`. */
const [UDH, RECEIPT, UCS2] = [0x40, 0x04, 0x08];

function readPart(pdu: Pdu, id: string): Part {
  const { message, udh = [] } = pdu.short_message;
  return {
    id,
    from: pdu.source_addr,
    to: pdu.destination_addr,
    text: typeof message === 'string' ? message : message.toString('latin1'),
    encoding: pdu.data_coding === UCS2 ? 'unicode' : 'ascii',
    place: readPlace(udh),
    wantsReceipt: (pdu.registered_delivery & 1) === 1,
  };
}

type Delivery = Parameters<Session['deliver_sm']>[0];

/** What is to be delivered to the office: one after the other, each until it is acknowledged, over whichever line stands. */
function createOutbox() {
  const waiting: { readonly delivery: Delivery; readonly done: () => void }[] = [];
  let line: Session | undefined;
  let busy = false;

  const next = () => {
    const [first] = waiting;
    const session = line;
    if (busy || !first || !session) return;
    busy = true;
    session.deliver_sm(first.delivery, (answer) => {
      if (line !== session) return;
      busy = false;
      if (answer.command_status === smpp.ESME_ROK) waiting.shift()?.done();
      setTimeout(next, answer.command_status === smpp.ESME_ROK ? 0 : 500);
    });
  };
  return {
    bound(session: Session) {
      line = session;
      busy = false;
      next();
    },
    unbound(session: Session) {
      if (line === session) line = undefined;
    },
    isBound: () => line !== undefined,
    send: (delivery: Delivery) =>
      new Promise<void>((resolve) => {
        waiting.push({ delivery, done: resolve });
        next();
      }),
    close: () => line?.destroy(),
  };
}

function portOf(address: ReturnType<ReturnType<typeof smpp.createServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error(`expected an address with a port, got ${String(address)}`);
  return address.port;
}
