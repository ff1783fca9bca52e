import { CancellationScope, condition, proxyActivities, setHandler } from '@temporalio/workflow';
import { apologyInstant } from '../domain/apology.ts';
import { instantAt } from '../domain/calendar.ts';
import { register, type DossierEvent, type Registration } from '../domain/dossier.ts';
import { dueNotices } from '../domain/due-notices.ts';
import { alarmClock } from './deadline-timer.ts';
import { DOSSIERS_QUEUE, eventSignal, statusQuery, type Activities, type KnownEnds } from './contract.ts';
import { inJournalOrder } from './in-journal-order.ts';
import { noticeDesk, type NoticeDesk } from './notices.ts';
import { signboard } from './search-attributes.ts';
import { tell, tellAtOnce } from './send-notice.ts';

const { archiveDossier } = proxyActivities<Pick<Activities, 'archiveDossier'>>({
  taskQueue: DOSSIERS_QUEUE,
  startToCloseTimeout: '15s',
});

/**
 * The life of one dossier, as the notice of 2017 tells it (§1b): it hears where the dossier is, tells the citizen what is due,
 * and sleeps until the eve of the appointment. It ends when the dossier is closed.
 * @param known given to one that takes a lost one's place: it tells nothing that was told
 * @param atOnce false in one that was started before 1.2, so that its replay gives the same commands
 */
export async function dossier(registration: Registration, known: KnownEnds = {}, atOnce = false): Promise<void> {
  const notices = noticeDesk(known, atOnce ? tellAtOnce : tell);
  await CancellationScope.nonCancellable(() => life(registration, notices)); // only a close ends it, no button in the Temporal UI
}

async function life(registration: Registration, notices: NoticeDesk): Promise<void> {
  let dossier = register(registration);
  const heard = new Map<number, DossierEvent>();
  const eve = alarmClock();
  const operators = signboard(dossier);

  setHandler(eventSignal, (events) => void events.forEach((event) => heard.set(event.seq, event)));
  setHandler(statusQuery, () => dossier);

  const attend = () => {
    const now = instantAt(Date.now());
    notices.attend(dossier, dueNotices(dossier, now), now);
  };

  for (;;) {
    dossier = inJournalOrder(dossier, heard);
    attend();
    operators.show(dossier, notices.problem());
    if (dossier.closed !== null) break;
    eve.setFor(apologyInstant(dossier));
    await condition(
      () => heard.has(dossier.seq + 1) || eve.hasRung() || notices.mustAttend(dossier) || notices.problem() !== operators.problem(),
    );
  }

  for (await notices.allSettled(); notices.mustAttend(dossier); await notices.allSettled()) attend();
  await archiveDossier(dossier.receiptCode);
}
