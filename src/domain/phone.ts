declare const phone: unique symbol;

/** A Vietnamese mobile number as gateways take it, `84905123456`. */
export type Phone = string & { readonly [phone]: true };

/** Why a number cannot be texted (requirements §3.3): `broken` has other characters, `unassigned` a prefix that no carrier has. */
export const PHONE_PROBLEMS = ['broken', 'short', 'long', 'landline', 'foreign', 'unassigned'] as const;
export type PhoneProblem = (typeof PHONE_PROBLEMS)[number];

/** Reads a number however people write it. Eleven digits become ten, as the change of prefixes of 2018 says (gateways §3). */
export function readPhone(text: string): { readonly phone: Phone } | { readonly problem: PhoneProblem } {
  const dialled = text.length > MAX_TYPED ? '' : withoutSeparators(text);
  if (!/^\+?\d+$/.test(dialled)) return { problem: 'broken' };
  if (lacksZero(dialled)) return { phone: `84${dialled}` as Phone };
  const rest = HOME.exec(dialled)?.[1];
  if (rest === undefined) return { problem: abroadProblem(dialled) };
  const national = withNewPrefix(`0${rest}`);
  return isMobile(national) ? { phone: `84${national.slice(1)}` as Phone } : { problem: homeProblem(national) };
}

/**
 * One form for each sender, however its number is written, also for one that cannot be texted (requirements §7.8): digits with the country
 * first. A `+` stays where the digits alone would be another number, and what is no number stays as it is.
 */
export function senderNumber(text: string): string {
  const dialled = withoutSeparators(text).replace(/^\+(?=0)/, '');
  const read = readPhone(dialled);
  if ('phone' in read) return read.phone;
  if (!/^\+?\d+$/.test(dialled)) return text;
  const rest = HOME.exec(dialled)?.[1];
  if (rest !== undefined) return rest.length >= 9 ? `84${rest}` : dialled;
  const abroad = dialled.replace(/^(?:\+|00)/, '');
  return lacksZero(abroad) ? `+${abroad}` : abroad;
}

/** Prints `0905 *** 456`, as screens and exports show a number (requirements §9). */
export function maskPhone(phone: Phone): string {
  return `0${phone.slice(2, 5)} *** ${phone.slice(-3)}`;
}

const MAX_TYPED = 60;

function withoutSeparators(text: string): string {
  return text.normalize('NFKC').replace(/[\s().\-/−\p{Pd}\p{Cf}]/gu, '');
}

/** `+84`, `0084`, `84`, `0` or `+84 (0)`, and then the number. */
const HOME = /^(?:\+84|0084|84|(?=0[1-9]))0?(\d*)$/;

/** Prefixes before and since 15 September 2018. The last seven digits stayed the same (gateways §3). */
const NEW_PREFIXES = new Map(
  [
    '0120→070 0121→079 0122→077 0126→076 0128→078', // MobiFone
    '0123→083 0124→084 0125→085 0127→081 0129→082', // VinaPhone
    '0162→032 0163→033 0164→034 0165→035 0166→036 0167→037 0168→038 0169→039', // Viettel
    '0186→056 0188→058', // Vietnamobile
    '0199→059', // Gmobile
  ].flatMap((carrier) => carrier.split(' ').map((change) => [change.slice(0, 4), change.slice(5)] as const)),
);

function withNewPrefix(national: string): string {
  const prefix = NEW_PREFIXES.get(national.slice(0, 4));
  return national.length === 11 && prefix !== undefined ? prefix + national.slice(-7) : national;
}

/** Grouped by the carrier to which they were assigned. Numbers are portable, so a prefix does not tell the carrier. */
const PREFIXES = new Set(
  [
    '032 033 034 035 036 037 038 039 086 096 097 098', // Viettel
    '070 076 077 078 079 089 090 093', // MobiFone
    '081 082 083 084 085 088 091 094', // VinaPhone
    '052 056 058 092', // Vietnamobile
    '059 099', // Gmobile
    '055 087', // Wintel, iTel
  ].flatMap((carrier) => carrier.split(' ')),
);

function isMobile(national: string): boolean {
  return national.length === 10 && PREFIXES.has(national.slice(0, 3));
}

/** Nine digits, as a spreadsheet leaves them that took the number for a quantity (requirements §3.3). */
function lacksZero(dialled: string): boolean {
  return /^\d{9}$/.test(dialled) && isMobile(`0${dialled}`);
}

function homeProblem(national: string): PhoneProblem {
  if (national.length < 10) return 'short';
  if (national.length > 11) return 'long';
  if (national.startsWith('02')) return 'landline';
  return national.length === 11 ? 'long' : 'unassigned';
}

function abroadProblem(dialled: string): PhoneProblem {
  const [, prefix, number = ''] = /^(\+|00)?(\d*)$/.exec(dialled) ?? [];
  if (number.length > 15) return 'long';
  if (prefix !== undefined) return number.startsWith('0') ? 'broken' : 'foreign';
  return number.length < 10 ? 'short' : 'foreign';
}
