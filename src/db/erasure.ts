import type { Database } from './open.ts';

/**
 * Requirements §9: the texts and numbers of inquiries, and the phones of dossiers that closed long ago; the counts stay.
 * With the phone goes its key, so that the journal's digests say nothing any more.
 */
export async function erasePersonalData(
  { sql }: Database,
  after: { readonly inquiriesAfterMs: number; readonly dossiersAfterMs: number },
): Promise<void> {
  await sql`
    update inquiries set phone = null, text = null
    where received_at < now() - make_interval(secs => ${after.inquiriesAfterMs / 1000}) and (phone is not null or text is not null)`;
  await sql`
    update contacts c set phone = null, key = null from dossiers d
    where d.code_key = c.code_key and d.closed_at < now() - make_interval(secs => ${after.dossiersAfterMs / 1000}) and c.key is not null`;
}
