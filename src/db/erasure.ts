import type { Database } from './open.ts';

/**
 * Erases the texts, numbers and replies of old inquiries, the phones of dossiers that were closed long ago, and receipts of messages that
 * nobody knew (requirements §9). The counts stay. The key of a dossier is erased with its phone, so that nothing can be guessed from the
 * journal's digests any more.
 */
export async function erasePersonalData(
  { sql }: Database,
  after: { readonly inquiriesAfterMs: number; readonly dossiersAfterMs: number },
): Promise<void> {
  // A reply may quote what the citizen typed, a gateway may make its ids of the sender's number, and what it wants back may hold it.
  await sql`
    update inquiries set phone = null, text = null, reply = null, carried = null, reply_reference = null,
      id = case when phone ~ '\\d{9}$' and position(right(phone, 9) in regexp_replace(id, '\\D', '', 'g')) > 0
        then gen_random_uuid()::text else id end
    where received_at < now() - make_interval(secs => ${after.inquiriesAfterMs / 1000})
      and (phone is not null or text is not null or reply is not null)`;
  // A gateway may make its ids of the telephone's number, too.
  await sql`
    with due as materialized (
      select c.code_key, right(c.phone, 9) as digits from contacts c join dossiers d using (code_key)
      where d.closed_at < now() - make_interval(secs => ${after.dossiersAfterMs / 1000}) and c.key is not null
    ), of_notices as (
      update notices n set gateway_message_id = gen_random_uuid()::text, gateway_message_key = null from due
      where n.code_key = due.code_key
        and position(digits in regexp_replace(concat(gateway_message_id, '/', gateway_message_key), '[^0-9/]', '', 'g')) > 0
    ), of_receipts as (
      update receipts r set message_id = gen_random_uuid()::text from due join notices n on n.code_key = due.code_key
      where r.notice_key = n.key and position(digits in regexp_replace(message_id, '[^0-9]', '', 'g')) > 0
    )
    update contacts c set phone = null, key = null from due where c.code_key = due.code_key`;
  // Nobody knows whose number may be in a receipt that was never placed.
  await sql`
    delete from receipts where notice_key = '' and received_at < now() - make_interval(secs => ${after.inquiriesAfterMs / 1000})`;
}
