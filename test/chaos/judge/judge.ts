import { accountsOfAll } from './accounts.ts';
import { inquiriesEndOnce } from './inquiries.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { nothingLost } from './nothing-lost.ts';
import { nothingTwice } from './nothing-twice.ts';
import { nothingUntrue } from './nothing-untrue.ts';

/** Everything that is wrong by what the network received, the journal and the ledger, when all is quiet (I1 to I4). */
export function judge(evidence: Evidence): readonly Finding[] {
  const accounts = accountsOfAll(evidence);
  return [
    ...nothingLost(evidence, accounts),
    ...nothingTwice(evidence, accounts),
    ...nothingUntrue(evidence, accounts),
    ...inquiriesEndOnce(evidence),
  ];
}
