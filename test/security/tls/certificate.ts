import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** PEM texts, as files hold them. */
export type Certificate = { readonly cert: string; readonly key: string };
export type Authority = Certificate & { readonly issue: (name: string) => Certificate };

/**
 * An authority for one test. It issues X.509 v3 certificates with ECDSA P-256, valid from yesterday to tomorrow, because Node makes keys
 * but no certificates.
 */
export function createAuthority(name: string): Authority {
  const keys = pair();
  const cert = certificate({ subject: name, subjectKey: keys.publicKey, issuer: name, issuerKey: keys.privateKey, isAuthority: true });
  return {
    cert,
    key: pemOf(keys.privateKey),
    issue(subject) {
      const own = pair();
      return {
        cert: certificate({ subject, subjectKey: own.publicKey, issuer: name, issuerKey: keys.privateKey, isAuthority: false }),
        key: pemOf(own.privateKey),
      };
    },
  };
}

function pair() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

type Wanted = {
  readonly subject: string;
  readonly subjectKey: KeyObject;
  readonly issuer: string;
  readonly issuerKey: KeyObject;
  readonly isAuthority: boolean;
};

/** RFC 5280 §4.1. */
function certificate({ subject, subjectKey, issuer, issuerKey, isAuthority }: Wanted): string {
  const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const extensions = [
    extension(oid(0x55, 0x1d, 0x13), sequence(...(isAuthority ? [der(0x01, Buffer.from([0xff]))] : []))), // basicConstraints
    extension(oid(0x55, 0x1d, 0x11), sequence(der(0x82, Buffer.from(subject)))), // subjectAltName: dNSName
  ];
  const toBeSigned = sequence(
    der(0xa0, integer(2)),
    integer(Math.floor(Math.random() * 2 ** 30) + 1),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(time(-86_400_000), time(86_400_000)),
    nameOf(subject),
    subjectKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, Buffer.concat([Buffer.of(0), sign('sha256', toBeSigned, issuerKey)]));
  const lines = sequence(toBeSigned, ecdsaWithSha256, signature)
    .toString('base64')
    .match(/.{1,64}/g);
  return `-----BEGIN CERTIFICATE-----\n${lines?.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from(commonName)))));
}

function extension(id: Buffer, value: Buffer): Buffer {
  return sequence(id, der(0x04, value));
}

/** UTCTime. */
function time(aheadMs: number): Buffer {
  const text = new Date(Date.now() + aheadMs).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${text}Z`));
}

function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return der(0x02, (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes]));
}

function oid(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

/** Tag, length, content. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
