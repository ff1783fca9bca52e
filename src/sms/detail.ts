import { storableText } from '../lib/storable-text.ts';
import type { GatewaySettings } from './gateway.ts';

/** What may be told of an answer: its beginning, without telephone numbers and secrets (requirements §9). */
export type Tell = (status: number, said: string) => string;

export function tellerOf(settings: GatewaySettings): Tell {
  const hide = hiderOf(settings);
  return (status, said) => {
    const hidden = hide(storableText(said, READ_MAX)).replace(LONG_NUMBER, '<digits>');
    return `${status} ${storableText(hidden, SAID_MAX)}`.trim();
  };
}

/** How much of an answer is looked at, and how much is told, characters. */
const [READ_MAX, SAID_MAX] = [10_000, 200];
/** Digits that may be a phone number, with or without separators (requirements §9). */
const LONG_NUMBER = /\d(?:[\s().-]{0,2}\d){7,}/g;

/** Replaces the credentials of the settings by `***`, in each way in which an answer may quote a request. */
function hiderOf({ user, secret, webhookSecrets, values }: GatewaySettings): (text: string) => string {
  const credentials = [secret, user, ...webhookSecrets, ...Object.values(values)].filter(
    (each) => each !== null && each.length >= HIDE_MIN,
  );
  const pair = `${user ?? ''}:${secret ?? ''}`;
  const written = [...credentials, ...(secret === null ? [] : [pair])].flatMap((each) => spellings(each ?? ''));
  const longestFirst = [...new Set(written)].toSorted((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((rest, each) => rest.replaceAll(each, '***'), text);
}

/** A shorter value is no secret, and words of the answer may hold it. */
const HIDE_MIN = 4;

function spellings(text: string): string[] {
  const inForm = new URLSearchParams({ '': text }).toString().slice(1);
  const inXml = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
  return [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text), inForm, inXml, Buffer.from(text).toString('base64')];
}
