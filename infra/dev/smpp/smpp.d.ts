/** The part of the npm package `smpp` that we use; it has no types of its own. */
declare module 'smpp' {
  import type { Server as NetServer, Socket } from 'node:net';

  export type ShortMessage = { readonly message: string | Buffer; readonly udh?: readonly Buffer[] };

  export type Pdu = {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    readonly system_id?: string;
    readonly password?: string;
    readonly source_addr: string;
    readonly destination_addr: string;
    readonly data_coding: number;
    readonly esm_class: number;
    readonly registered_delivery: number;
    readonly short_message: ShortMessage;
    response(options?: { readonly command_status?: number; readonly message_id?: string }): Pdu;
  };

  type DeliverSm = {
    readonly source_addr: string;
    readonly destination_addr: string;
    readonly esm_class?: number;
    readonly data_coding?: number;
    readonly short_message: string | { readonly message: string | Buffer; readonly udh?: Buffer };
  };

  export type Session = {
    readonly socket: Socket;
    on(event: 'close', listener: () => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    on(event: 'bind_transceiver' | 'enquire_link' | 'submit_sm' | 'unbind', listener: (pdu: Pdu) => void): void;
    send(pdu: Pdu): boolean;
    deliver_sm(options: DeliverSm, answered: (response: Pdu) => void): boolean;
    destroy(): void;
  };

  const smpp: {
    createServer(listener: (session: Session) => void): NetServer;
    readonly ESME_ROK: number;
    readonly ESME_RTHROTTLED: number;
    readonly ESME_RINVDSTADR: number;
    readonly ESME_RINVPASWD: number;
  };
  export default smpp;
}
