import type { JournalCheck } from '../../../services/check-journal.ts';
import { printMinute, printSecond } from '../moments.ts';
import { printNumber } from '../print-number.ts';
import { RECORDS } from '../texts/records.ts';
import { Form, SubmitButton } from './form.tsx';

/** How the verification stands, in a sentence. */
export function journalAnswer(check: JournalCheck | null): string {
  if (check === null) return RECORDS.never;
  const { state, checked, events, brokenAt } = check;
  if (brokenAt !== null) return RECORDS.broken(brokenAt.receiptCode, brokenAt.seq);
  if (state === 'running') return RECORDS.running(printNumber(checked), printNumber(Math.max(checked, events)));
  return state === 'stopped' ? RECORDS.stopped : RECORDS.sound(printNumber(checked));
}

/** The verification of the journal: how far it is or what came of it, and the button that starts it. */
export function JournalCheckPart({ check, formToken, action }: { check: JournalCheck | null; formToken: string; action: string }) {
  const isRunning = check?.state === 'running';
  return (
    <>
      <p class="govuk-body-l" role="status">
        {journalAnswer(check)}.
      </p>
      {isRunning && (
        <progress
          class="console-progress"
          value={check.checked}
          max={Math.max(check.checked, check.events, 1)}
          aria-label={RECORDS.progress}
        />
      )}
      {check !== null && check.brokenAt !== null && (
        <p class="govuk-body">
          {RECORDS.brokenAdvice}{' '}
          <a class="govuk-link" href={`/ho-so/${encodeURIComponent(check.brokenAt.receiptCode)}`}>
            {check.brokenAt.receiptCode}
          </a>
        </p>
      )}
      {check !== null && (
        <p class="govuk-body">
          {RECORDS.startedBy(check.startedBy, printMinute(check.startedAt))}{' '}
          {check.endedAt !== null && RECORDS.endedAt(printSecond(check.endedAt))}
        </p>
      )}
      {!isRunning && (
        <Form action={action} formToken={formToken}>
          <SubmitButton text={check === null ? RECORDS.start : RECORDS.startAgain} />
        </Form>
      )}
    </>
  );
}
