import { maskPhone, readPhone } from './phone.ts';
import type { CodeKey } from './receipt-code.ts';

/** What a text is known to be about: codes that are shown although they read as numbers, and the sender's number, in whatever form. */
type About = { readonly codes: readonly CodeKey[]; readonly sender: string | null };

/** The text as people see it: every telephone number in it is masked, however its digits are written and grouped (requirements §9). */
export function maskNumbers(text: string, { codes, sender }: About): string {
  const own = /\d{9}$/.exec(sender ?? '')?.[0];
  const isCode = (digits: string) => codes.some((code) => code.includes(digits));
  const holdsOwn = (digits: string) => own !== undefined && digits.includes(own);
  return text.replace(DIGITS, (run) => maskWithin(run, isCode, holdsOwn));
}

const HIDDEN = '***';

/** Digits with what people put between them. */
const DIGITS = /[+＋]?\p{Nd}(?:[\s().\-/−\p{Pd}\p{Cf}]{0,3}\p{Nd})+/gu;
const GROUP = /[+＋]?\p{Nd}+/gu;
/** What may be a mobile of today or of before 2018, a landline, or a number of another country. Only that is looked at more closely. */
const MAY_BE_NUMBER = /^(?:(?:\+?84|0084)0?|0)?(?:[35789]\d{8}|1[2689]\d{8}|2\d{9})$|^(?:\+|00)[1-9]\d{8,14}$/;
const MAX_DIGITS = 17;

type Test = (digits: string) => boolean;

/** The longest number that begins with a group of digits is masked; what stands before it stays. */
function maskWithin(run: string, isCode: Test, holdsOwn: Test): string {
  const groups = [...run.matchAll(GROUP)].map(({ 0: typed, index }) => ({
    from: index,
    to: index + typed.length,
    typed: typed.normalize('NFKC'),
  }));
  let shown = '';
  let done = 0;
  for (const [first, { from }] of groups.entries()) {
    if (from < done) continue;
    const hit = findNumber(groups.slice(first, first + MAX_DIGITS), isCode, holdsOwn);
    if (hit === null) continue;
    shown += run.slice(done, from) + hit.masked;
    done = hit.to;
  }
  return shown + run.slice(done);
}

type Group = { readonly to: number; readonly typed: string };
type Hit = { readonly to: number; readonly masked: string };

function findNumber(groups: readonly Group[], isCode: Test, holdsOwn: Test): Hit | null {
  let number: Hit | null = null;
  let own: Hit | null = null;
  let dialled = '';
  for (const { to, typed } of groups) {
    if (dialled.length > MAX_DIGITS) break;
    dialled += typed;
    if (dialled.length < 9 || isCode(dialled)) continue;
    const masked = MAY_BE_NUMBER.test(dialled) ? maskNumber(dialled) : null;
    if (masked !== null) number = { to, masked };
    if (holdsOwn(dialled)) own ??= { to, masked: HIDDEN };
  }
  return number ?? own;
}

/** Null when it is not surely a telephone number: many codes have as many digits as a landline had before 2017. */
function maskNumber(dialled: string): string | null {
  const read = readPhone(dialled);
  if ('phone' in read) return maskPhone(read.phone);
  const isLandline = read.problem === 'landline' && /^(?:0|84|\+84|0084)0?\d{10}$/.test(dialled);
  return isLandline || /^(?:\+|00)[1-9]/.test(dialled) ? `${dialled.slice(0, 3)}${HIDDEN}` : null;
}
