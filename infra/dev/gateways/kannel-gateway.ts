import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { KANNEL_TABLE, writeKannelConfig, type KannelOptions } from '../../../src/sms/kannel-config.ts';
import { createChild, type Child } from '../../stack/child.ts';
import type { GatewaySurroundings, PreparedGateway } from '../../stack/gateway.ts';
import { createKannel, type KannelPrograms } from '../../stack/kannel.ts';
import { findPort } from '../../stack/ports.ts';
import { isOk } from '../../stack/programs.ts';
import { writeGatewaysFile } from './gateways-file.ts';

/** An SMPP centre that runs already. */
type Line = Pick<KannelOptions['carrier'], 'port' | 'systemId' | 'password'>;

const NAME = 'kannel';
const USER = 'mot-cua-sms';
const PARTS_A_SECOND = 100;

/**
 * Kannel between the product and an SMPP centre: the one that is given, or one that carries between Kannel and the simulated telephones.
 */
export async function prepareKannel(programs: KannelPrograms, around: GatewaySurroundings, given?: Line): Promise<PreparedGateway> {
  const port = (what: string) => findPort(what, 0, () => undefined);
  const line = given ?? { port: await port('SMPP'), systemId: 'office', password: 'secret' };
  const httpPort = await port('the SMPP centre');
  const options: KannelOptions = {
    gateway: NAME,
    carrier: { ...line, host: '127.0.0.1', systemType: '', throughput: PARTS_A_SECOND },
    api: { url: around.urls.api, webhookSecret: around.keys.webhook },
    sendsms: { user: USER, password: around.keys.gateway, port: await port('sendsms') },
    boxPort: await port('bearerbox'),
    adminPort: await port("Kannel's admin"),
    spool: path.join(around.dataDir, 'kannel', 'spool'),
    database: databaseOf(around.urls.database),
  };
  const configFile = path.join(around.dataDir, 'kannel', 'kannel.conf');
  mkdirSync(options.spool, { recursive: true });
  writeFileSync(configFile, writeKannelConfig(options), { mode: 0o600 });
  await createTable(around.urls.database);
  const { bearerbox, smsbox } = createKannel({
    ...around,
    programs,
    configFile,
    boxPort: options.boxPort,
    sendsmsPort: options.sendsms.port,
  });
  const contract = {
    preset: NAME,
    url: `http://127.0.0.1:${options.sendsms.port}`,
    user: USER,
    secret: around.keys.gateway,
    sender: '8083',
    webhookSecrets: [around.keys.webhook],
    values: { CALLBACK_URL: `${around.urls.api}/v1/gateways/${NAME}/receipts` },
    templates: {},
  };
  const centre = given ? [] : [createCentre(around, line, httpPort)];
  const settings = writeGatewaysFile(around, [contract]);
  return { name: NAME, settings, webhookUrl: `http://127.0.0.1:${httpPort}`, programs: [...centre, bearerbox, smsbox] };
}

/** A program of its own, that can be killed and started again. */
function createCentre({ urls, keys, logDir, watch }: GatewaySurroundings, line: Line, httpPort: number): Child {
  return createChild({
    name: 'smpp-centre',
    command: process.execPath,
    args: ['--import', 'tsx', path.join(import.meta.dirname, '..', 'smpp.ts')],
    cwd: path.join(import.meta.dirname, '..', '..', '..'),
    env: {
      PATH: process.env.PATH,
      SMPP_PORT: String(line.port),
      SMPP_HTTP_PORT: String(httpPort),
      SMPP_SYSTEM_ID: line.systemId,
      SMPP_PASSWORD: line.password,
      TELCO_URL: urls.telco,
      TELCO_SECRET: keys.gateway,
    },
    logFile: path.join(logDir, 'smpp-centre.log'),
    ready: () => isOk(`http://127.0.0.1:${httpPort}/healthz`),
    watch,
  });
}

/** Kannel asks for a password even where PostgreSQL does not. */
function databaseOf(address: string): KannelOptions['database'] {
  const { hostname, port, username, password, pathname } = new URL(address);
  const text = (part: string) => decodeURIComponent(part);
  return {
    host: hostname,
    port: Number(port || 5432),
    user: text(username),
    password: text(password) || 'none',
    name: text(pathname.slice(1)),
  };
}

async function createTable(address: string): Promise<void> {
  const sql = postgres(address, { max: 1, onnotice: () => undefined });
  try {
    await sql.unsafe(KANNEL_TABLE);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
