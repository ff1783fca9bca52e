import { withoutDiacritics } from './sms-text.ts';
import { noticeText, replies } from './texts.ts';

/**
 * Whether the text is a reaction of a telephone or quotes one of our texts, whole or cut, in any case, with or without diacritics
 * (requirements §7.8). The words of a citizen who only speaks of a dossier in similar terms are no quotation.
 */
export function quotesOurText(text: string): boolean {
  const plain = withoutDiacritics(text.slice(0, MAX_TEXT).normalize('NFKC')).toLowerCase();
  const words = wordsOf(plain);
  return REACTION.test(plain.trim()) || PRINTED.test(plain) || isBeginning(words) || OURS.some((phrase) => phrase.test(words));
}

const MAX_TEXT = 2000;

function wordsOf(plain: string): string {
  return plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** What telephones write for a reaction to a message: a verb, or a picture, and the message in quotation marks behind it. */
const REACTION = new RegExp(
  `^(?:${[
    'liked|loved|disliked|laughed at|emphasi[sz]ed|questioned',
    'removed an? [a-z ]{1,30} from',
    'reacted [^"\\n]{1,20} to',
    'da (?:bo |go )?(?:thich|yeu thich|yeu|khong thich|cuoi|nhan manh|hoi|dat cau hoi|nghi van)(?: lon)?(?: ve| voi)?',
    'da (?:bay to|tha|bo|go|xoa)(?: bieu tuong)? cam xuc[^"\\n]{0,20}',
    '\\p{Extended_Pictographic}[^\\p{L}\\p{N}"\\n]{0,10} (?:to|den|voi|cho)',
  ].join('|')})\\s*:?\\s*["'«]`,
  'u',
);

/** How M1 to M4 go on behind the code. Nobody else prints a code in this way. */
const PRINTED = /\(\s*ms\s*:\s*[^()]{1,60}\)\s*(?:da duoc|can bo sung|chua co ket|hien dang)/;

/** What only the office says, each as words. Phrases that a citizen may use as well, such as `hiện đang ở bước`, are not here alone. */
const OURS = [
  /\bcua quy ong ba ms\b/,
  /\bda duoc giai quyet xong moi ong\b/,
  /\bcan bo sung theo quy dinh moi ong\b/,
  /\bong ba den bo phan mot cua\b/,
  /\bong ba co the den bo phan mot cua\b/,
  /\bnhan thong bao xin loi hen lai thoi gian\b/,
  /\bhoac den nhan ket qua khi co tin nhan\b/,
  /\bo buoc (?!nao|may|gi).{1,300} trang thai ho so (?:dung|tre) han\b(?! hay| hoac)/,
  /\btin nhan sai cu phap soan\b/,
  /\bgui \d{3,8} vi du\b/,
  /\bkhong tim thay ho so co ma so bien nhan\b/,
  /\bkiem tra lai ma tren giay bien nhan\b/,
  /\bhe thong dang ban chua tra loi duoc tin nhan\b/,
  /\btin nhan nay khong bi tinh phi\b/,
  /\bquy ong ba da tra cuu qua nhieu lan\b/,
  /\bthoi gian ngan vui long thu lai sau\b/,
];

/** Our texts up to what changes in them. */
const BEGINNINGS = [
  noticeText({ kind: 'result', round: 1 }, '|', '|'),
  noticeText({ kind: 'supplement', round: 1 }, '|', '|'),
  replies.syntax('|', '|'),
  replies.unknown('|'),
  replies.busy,
  replies.tooMany,
].map((text) => wordsOf(withoutDiacritics(text.split('|')[0] ?? '').toLowerCase()));

/** The fewest words of a text that was cut early by which it is known. */
const FEWEST = 5;

function isBeginning(words: string): boolean {
  return words.split(' ').length >= FEWEST && BEGINNINGS.some((ours) => ours.startsWith(words));
}
