import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import type { Agency } from '../domain/agency.ts';
import { maskPhone, type Phone } from '../domain/phone.ts';
import { wireText } from '../domain/sms-text.ts';
import { findDriver } from '../sms/drivers.ts';
import type { ChosenGateway } from './choose-gateways.ts';
import type { SampleTexts } from './sample-texts.ts';

type Sample = {
  readonly gateway: ChosenGateway;
  readonly agency: Agency;
  readonly texts: SampleTexts;
  readonly phone: Phone;
  /** Nobody has to be asked. */
  readonly isSure: boolean;
};

/** Hands the first text over, for real and paid for. Resolves to whether the gateway took it. */
export async function sendSample({ gateway, agency, texts, phone, isSure }: Sample): Promise<boolean> {
  const { preset, settings } = gateway;
  const [first] = texts.notices;
  if (!first) throw new Error('expected a text to send, came none');
  if (!isSure && !(await isConfirmed(`\nSend ${first.name} to ${maskPhone(phone)} through ${settings.name}? Type yes: `))) {
    console.error('nothing was sent');
    return false;
  }
  const answer = await findDriver(preset)
    .openSender(settings)
    .handOver({
      reference: `check/${randomUUID()}`,
      to: phone,
      sender: agency.sender ?? settings.sender,
      text: wireText(first.text, settings.encoding),
      template: first.template,
    });
  const said = 'detail' in answer ? answer.detail : (answer.messageId ?? '');
  console.log(`\n${first.name} was handed over to ${settings.name}: ${answer.outcome} ${said}`.trimEnd());
  return answer.outcome === 'accepted' || answer.outcome === 'duplicate';
}

/** @throws when there is nobody to ask */
async function isConfirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Error('--to: expected --yes with it, because nobody can be asked here');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(question)).trim() === 'yes';
  } finally {
    terminal.close();
  }
}
