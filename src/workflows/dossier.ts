import { CancellationScope, condition, proxyActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import { apologyInstant } from '../domain/apology.ts';
import { instantAt, type Instant } from '../domain/calendar.ts';
import { currentDetails } from '../domain/current-details.ts';
import { register, type DossierEvent } from '../domain/dossier.ts';
import { apologySummary, ARCHIVE_SUMMARY } from '../domain/temporal-summaries.ts';
import { applyInOrder } from './apply-in-order.ts';
import { DOSSIERS_QUEUE, eventSignal, statusQuery, type Activities, type DossierInput } from './contract.ts';
import { createDeadlineTimer } from './deadline-timer.ts';
import { createNotices } from './notices.ts';
import { createSearchAttributeWriter } from './search-attributes.ts';

const { archiveDossier } = proxyActivities<Pick<Activities, 'archiveDossier'>>({
  taskQueue: DOSSIERS_QUEUE,
  startToCloseTimeout: '15s',
  summary: ARCHIVE_SUMMARY,
});

/**
 * The life of one dossier, as section 1b of the notice of 2017 tells it: the workflow follows the dossier, sends the citizen what is due,
 * and waits for the eve of the appointment. It ends when the dossier is closed; no button in Temporal's UI ends it.
 */
export async function dossier(input: DossierInput): Promise<void> {
  await CancellationScope.nonCancellable(() => followDossier(input));
}

async function followDossier({ registration, knownEnds }: DossierInput): Promise<void> {
  let dossier = register(registration);
  const received = new Map<number, DossierEvent>();
  const notices = createNotices(knownEnds, describe);
  const eve = createDeadlineTimer(apologySummary);
  const searchAttributes = createSearchAttributeWriter(dossier);

  setHandler(eventSignal, (events) => events.forEach((event) => received.set(event.seq, event)));
  setHandler(statusQuery, () => dossier);

  for (;;) {
    dossier = applyInOrder(dossier, received);
    notices.decide(dossier, now());
    describe();
    searchAttributes.write(dossier, notices.problem());
    if (dossier.closed !== null) break;
    eve.setFor(apologyInstant(dossier));
    await condition(
      () =>
        received.has(dossier.seq + 1) || eve.hasFired() || notices.mustDecide(dossier) || notices.problem() !== searchAttributes.problem(),
    );
  }

  await notices.allEnded();
  while (notices.mustDecide(dossier)) {
    notices.decide(dossier, now());
    await notices.allEnded();
  }
  await archiveDossier(dossier.receiptCode);

  /** In words, for the Temporal UI. It is no event of the history. */
  function describe() {
    setCurrentDetails(currentDetails(dossier, notices.fates()));
  }
}

/** By Temporal's clock, which stands still within one task. */
function now(): Instant {
  return instantAt(Date.now());
}
