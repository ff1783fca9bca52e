import type { Database } from './open.ts';

/**
 * Erases the texts, numbers and replies of old inquiries and the phones of dossiers that were closed long ago (requirements §9). The
 * counts stay. The key of a dossier is erased with its phone, so that nothing can be guessed from the journal's digests any more.
 */
export async function erasePersonalData(
  { sql }: Database,
  after: { readonly inquiriesAfterMs: number; readonly dossiersAfterMs: number },
): Promise<void> {
  // A reply may quote what the citizen typed, and a gateway may make its ids of the sender's number.
  await sql`
    update inquiries set phone = null, text = null, reply = null,
      id = case when phone ~ '\\d{9}$' and position(right(phone, 9) in regexp_replace(id, '\\D', '', 'g')) > 0
        then gen_random_uuid()::text else id end
    where received_at < now() - make_interval(secs => ${after.inquiriesAfterMs / 1000})
      and (phone is not null or text is not null or reply is not null)`;
  await sql`
    update contacts c set phone = null, key = null from dossiers d
    where d.code_key = c.code_key and d.closed_at < now() - make_interval(secs => ${after.dossiersAfterMs / 1000}) and c.key is not null`;
}
