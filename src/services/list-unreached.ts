import { foldEntries, readEntries, readHeads } from '../db/dossiers.ts';
import { readUnreached } from '../db/unreached.ts';
import { mayResend } from '../domain/may-resend.ts';
import { readNoticeKey } from '../domain/notice-key.ts';
import type { Phone } from '../domain/phone.ts';
import type { CodeKey } from '../domain/receipt-code.ts';
import type { Scope } from '../domain/scope.ts';
import { whyUnreached, type UnreachedReason } from '../domain/unreached.ts';
import { readNoticeRow, type ListedNotice } from './listed-notice.ts';
import { pageOf, type Page, type PageRequest } from './page.ts';
import type { ServiceDeps } from './service-deps.ts';

/** A notice by which nobody was told, and why. */
export type Unreached = {
  readonly notice: ListedNotice;
  readonly agency: string;
  readonly reason: UnreachedReason;
  /** The number that the dossier has now. */
  readonly phone: Phone | null;
  /** Whether an operator may send the notice again, as things stand. */
  readonly mayResend: boolean;
};

type Deps = Pick<ServiceDeps, 'database' | 'lists' | 'now'>;

/** Who was not told, of what, and since when (requirements §8.5); the newest decision first. */
export async function listUnreached(
  deps: Deps,
  { agencies }: Scope,
  agency: string | undefined,
  { limit, after }: PageRequest,
): Promise<Page<Unreached>> {
  await deps.lists.catchUp();
  const rows = await readUnreached(deps.database, agency, agencies, limit, after);
  const dossierOf = await readDossiers(
    deps,
    rows.map(({ notice }) => notice.codeKey),
  );
  const items = rows.map((row): Unreached => {
    const notice = readNoticeRow(row);
    const reason = whyUnreached(notice);
    if (reason === null) throw new Error(`expected a notice by which nobody was told, came ${notice.key}, which is ${notice.status}`);
    return { notice, agency: row.agency, reason, ...dossierOf(row.notice.codeKey, notice) };
  });
  return pageOf(items, limit, ({ notice }) => ({ at: notice.decidedAt, id: notice.key }));
}

/** What of the dossiers says what can be done. */
async function readDossiers({ database, now }: Deps, keys: readonly CodeKey[]) {
  const [heads, journals] = await Promise.all([readHeads(database, keys), readEntries(database, keys)]);
  const phones = new Map(heads.map(({ codeKey, contact }) => [codeKey, contact.phone]));
  const at = now();
  return (key: CodeKey, { key: noticeKey, status, reason }: ListedNotice) => {
    const phone = phones.get(key) ?? null;
    const [entries, read] = [journals.get(key), readNoticeKey(noticeKey)];
    const row = read && { notice: read.notice, status, reason };
    return { phone, mayResend: entries !== undefined && row !== null && mayResend(foldEntries(entries), row, phone !== null, at) };
  };
}
