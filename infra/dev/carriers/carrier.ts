/** What the server between the product and the simulated telephone network is started with. */
export type CarrierOptions = {
  /** 0 means any free port. */
  readonly port?: number;
  /** The product's API, such as `http://127.0.0.1:8080`. */
  readonly productUrl: string;
  /** The simulated telephone network, such as `http://127.0.0.1:8090`. Its webhooks (`webhookUrl`) must go to the carrier's `url`. */
  readonly telcoUrl: string;
  /** The bearer secret of hand-overs to the telephone network. */
  readonly telcoSecret?: string;
  /** How many messages may still be sent; undefined: any number. */
  readonly credit?: number;
};

/** A running server that speaks the documented fields of a gateway. */
export type Carrier = {
  /** Where the telephone network brings receipts and texts. */
  readonly url: string;
  /**
   * What an office puts into its settings: the gateway itself, beside one that brings no inquiries a second one that does, and beside one
   * that takes no notices `plain`, which signs with the telephone network's own webhook secret. Each is named as its preset, and calls
   * `/v1/gateways/{preset}/…`.
   */
  readonly settings: readonly CarrierSettings[];
  readonly setCredit: (credit: number | undefined) => void;
  readonly close: () => Promise<void>;
};

/** The fields of a gateway's settings that the contract with it gives. The secrets are made up and lead nowhere. */
export type CarrierSettings = {
  readonly preset: string;
  readonly url: string;
  readonly user: string | null;
  readonly secret: string | null;
  readonly sender: string;
  readonly webhookSecrets: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly templates: Readonly<Record<string, { readonly id: string; readonly parameters: readonly string[] }>>;
};
