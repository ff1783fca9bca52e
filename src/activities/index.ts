import type { Activities } from '../workflows/contract.ts';
import { archiveDossier } from './archive-dossier.ts';
import type { ActivityDeps } from './deps.ts';
import { recordNotSent } from './record-not-sent.ts';
import { createSendNoticeAtOnce } from './send-notice-at-once.ts';
import { sendNotice } from './send-notice.ts';
import { sendReply } from './send-reply.ts';
import { withHeartbeat } from './with-heartbeat.ts';

/** Everything that a workflow may ask of the world. */
export function createActivities(deps: ActivityDeps): Activities {
  return {
    sendNotice: withHeartbeat((order) => sendNotice(deps, order)),
    sendNoticeAtOnce: createSendNoticeAtOnce(deps),
    recordNotSent: (order, decision) => recordNotSent(deps, order, decision),
    archiveDossier: (code) => archiveDossier(deps.database, code),
    sendReply: withHeartbeat((reference) => sendReply(deps, reference)),
  };
}
