/** What `kannel.conf` is made of. Every text is printable and has no line break (`readKannelOptions`). */
export type KannelOptions = {
  /** The gateway's name in the settings of the product. It is the name of the carrier's line in Kannel as well. */
  readonly gateway: string;
  readonly carrier: {
    readonly host: string;
    readonly port: number;
    readonly systemId: string;
    readonly password: string;
    readonly systemType: string;
    /** Parts of messages a second. */
    readonly throughput: number;
  };
  readonly api: {
    /** Where Kannel reaches the product, such as `http://127.0.0.1:8080`. */
    readonly url: string;
    /** Authenticates Kannel's calls: one of WEBHOOK_SECRET. */
    readonly webhookSecret: string;
  };
  /** How the product reaches smsbox: SMS_GATEWAY_USER, SMS_GATEWAY_SECRET and the port of SMS_GATEWAY_URL. */
  readonly sendsms: { readonly user: string; readonly password: string; readonly port: number };
  /** Between bearerbox and smsbox. */
  readonly boxPort: number;
  readonly adminPort: number;
  /** Where bearerbox keeps the messages that the carrier has not taken yet: a folder that it may write. */
  readonly spool: string;
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly name: string;
  };
};

/** The table in which Kannel keeps the receipts that it waits for. It finds its rows by a column `oid`. */
export const KANNEL_TABLE = `create table if not exists kannel_receipts (
  oid bigint generated always as identity primary key,
  smsc text, ts text, source text, destination text, service text, url text, mask integer, status integer, boxc text,
  created_at timestamptz not null default now());
create index if not exists kannel_receipts_ts on kannel_receipts (ts);`;

/** `kannel.conf` for one line to a carrier (docs/kannel.md says why each of these settings is there). */
export function writeKannelConfig(options: KannelOptions): string {
  const groups = [
    core(options),
    carrierLine(options),
    smsbox(options),
    sendsmsUser(options),
    inquiryService(options),
    ...receiptTable(options),
  ];
  return `${[comments(), ...groups.map(writeGroup)].join('\n\n')}\n`;
}

type Group = readonly (readonly [string, string | number | boolean])[];

/** More parts than any of our texts has; Kannel would cut a longer one without a word. */
const MESSAGES_MAX = 10;
const LOCAL = '127.0.0.1';
/** Warnings and errors. At `info` Kannel logs numbers and texts. */
const LOG_LEVEL = 2;

function comments(): string {
  const lines = [
    'This file holds passwords. Before the first start, run in the database of pgsql-connection:',
    ...KANNEL_TABLE.split('\n'),
  ];
  return lines.map((line) => `# ${line}`).join('\n');
}

function core({ adminPort, boxPort, sendsms, spool }: KannelOptions): Group {
  return [
    ['group', 'core'],
    ['admin-port', adminPort],
    ['admin-interface', LOCAL],
    ['admin-password', sendsms.password],
    ['smsbox-port', boxPort],
    ['smsbox-interface', LOCAL],
    ['box-allow-ip', LOCAL],
    ['log-level', LOG_LEVEL],
    ['store-type', 'spool'],
    ['store-location', spool],
    ['dlr-storage', 'pgsql'],
    ['sms-resend-freq', 5],
  ];
}

function carrierLine({ gateway, carrier }: KannelOptions): Group {
  return [
    ['group', 'smsc'],
    ['smsc', 'smpp'],
    ['smsc-id', gateway],
    ['host', carrier.host],
    ['port', carrier.port],
    ['transceiver-mode', true],
    ['smsc-username', carrier.systemId],
    ['smsc-password', carrier.password],
    ['system-type', carrier.systemType],
    ['throughput', carrier.throughput],
    ['max-pending-submits', 10],
    ['reconnect-delay', 5],
  ];
}

function smsbox({ boxPort, sendsms }: KannelOptions): Group {
  return [
    ['group', 'smsbox'],
    ['bearerbox-host', LOCAL],
    ['bearerbox-port', boxPort],
    ['sendsms-port', sendsms.port],
    ['sendsms-interface', LOCAL],
    ['log-level', LOG_LEVEL],
    ['mo-recode', true],
    ['http-request-retry', 60],
    ['http-queue-delay', 10],
    ['reply-couldnotfetch', ''],
    ['reply-requestfailed', ''],
    ['reply-emptymessage', ''],
  ];
}

function sendsmsUser({ sendsms }: KannelOptions): Group {
  return [
    ['group', 'sendsms-user'],
    ['username', sendsms.user],
    ['password', sendsms.password],
    ['max-messages', MESSAGES_MAX],
    ['concatenation', true],
  ];
}

function inquiryService({ api, gateway }: KannelOptions): Group {
  const secret = encodeURIComponent(api.webhookSecret);
  const fields = `from=%p&to=%P&text=%b&id=%I&charset=%C&at=%T&secret=${secret}`;
  return [
    ['group', 'sms-service'],
    ['keyword', 'default'],
    ['catch-all', true],
    ['get-url', `${api.url}/v1/gateways/${gateway}/inquiries?${fields}`],
    ['max-messages', MESSAGES_MAX],
    ['concatenation', true],
    ['omit-empty', true],
    ['accept-x-kannel-headers', true],
  ];
}

const COLUMNS = ['smsc', 'timestamp', 'source', 'destination', 'service', 'url', 'mask', 'status', 'boxc-id'] as const;
const COLUMN_NAMES: Readonly<Partial<Record<(typeof COLUMNS)[number], string>>> = { timestamp: 'ts', 'boxc-id': 'boxc' };

function receiptTable({ database }: KannelOptions): readonly Group[] {
  const connection: Group = [
    ['group', 'pgsql-connection'],
    ['id', 'receipts'],
    ['host', database.host],
    ['port', database.port],
    ['username', database.user],
    ['password', database.password],
    ['database', database.name],
    ['max-connections', 1],
  ];
  const table: Group = [
    ['group', 'dlr-db'],
    ['id', 'receipts'],
    ['table', 'kannel_receipts'],
    ...COLUMNS.map((column) => [`field-${column}`, COLUMN_NAMES[column] ?? column] as const),
  ];
  return [connection, table];
}

function writeGroup(group: Group): string {
  return group.map(([name, value]) => `${name} = ${typeof value === 'string' ? quote(name, value) : value}`).join('\n');
}

/** `group` and the words that Kannel compares are written as everyone writes them, every other text in quotation marks. */
function quote(name: string, value: string): string {
  return BARE.has(name) ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

const BARE = new Set(['group', 'smsc', 'dlr-storage', 'store-type', 'keyword']);
