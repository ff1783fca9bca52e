ALTER TABLE "receipts" DROP CONSTRAINT "receipts_gateway_message_id_notice_key_status_pk";--> statement-breakpoint
ALTER TABLE "receipts" ADD COLUMN "reference" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "receipts" ADD COLUMN "part" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "receipts" ADD COLUMN "parts" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What was stored before is carried over in the one form of `messageIdKey`. Until now a receipt named the notice of its reference, also of
-- one that nobody knows.
update notices set gateway_message_key = regexp_replace(lower(btrim(gateway_message_id)), '^0+(?=.)', '')
  where gateway_message_id is not null and gateway_message_key is null;--> statement-breakpoint
update receipts r set reference = r.notice_key, message_id = regexp_replace(lower(btrim(r.message_id)), '^0+(?=.)', ''),
  notice_key = coalesce(
    (select n.key from notices n where n.key = r.notice_key),
    (select n.key from notices n where n.gateway = r.gateway
      and n.gateway_message_key = regexp_replace(lower(btrim(r.message_id)), '^0+(?=.)', '') order by n.sent_at desc nulls last limit 1),
    '');--> statement-breakpoint
delete from receipts r using receipts earlier
  where (r.gateway, r.message_id, r.reference, r.status) = (earlier.gateway, earlier.message_id, earlier.reference, earlier.status)
    and (r.received_at, r.ctid) > (earlier.received_at, earlier.ctid);--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_gateway_message_id_reference_part_status_pk" PRIMARY KEY("gateway","message_id","reference","part","status");--> statement-breakpoint
CREATE INDEX "notices_without_receipt" ON "notices" USING btree ("gateway","settled_at") WHERE status = 'sent';--> statement-breakpoint
CREATE INDEX "receipts_of_notice" ON "receipts" USING btree ("notice_key");--> statement-breakpoint
CREATE INDEX "receipts_not_placed" ON "receipts" USING btree ("received_at") WHERE notice_key = '';--> statement-breakpoint
-- Keeps a receipt, finds its notice (requirements §11.3), and returns all receipts of the same hand-over in the order in which they came, with
-- the notice as it stands: no row when nobody knows the message. A function, because each of its statements sees what was committed while it
-- waited for the locks. Receipts of one message and our own answer to its hand-over come one at a time, so that the second sees the first; the
-- notice stays locked until the caller has judged. Our reference is looked for first: it is never given twice, while a gateway may use its own
-- ids again. For the same reason an id alone places nothing that came before its notice was decided on, give or take what clocks differ.
create function keep_receipt(its_gateway text, its_message_id text, its_reference text, its_key text, its_nth int, its_status text,
  its_part int, its_parts int, its_moment timestamptz)
returns table (key text, status notice_status, reason text, said text, part int, parts int)
language plpgsql as $$
#variable_conflict use_column
declare
  notice record;
begin
  perform pg_advisory_xact_lock(8085, hashtext(its_gateway || '/' || its_message_id)) where its_message_id <> '';
  select n.* into notice from notices n
    where n.gateway = its_gateway and n.reference = its_reference and its_reference <> '' for update;
  if not found and its_reference <> '' then -- claimed by a build that did not keep the reference
    select n.* into notice from notices n
      where n.key = its_key and n.gateway = its_gateway and n.reference is null and n.resent = its_nth for update;
  end if;
  if not found and its_message_id <> '' then
    select n.* into notice from notices n where n.gateway = its_gateway and n.gateway_message_key = its_message_id
      order by n.sent_at desc nulls last limit 1 for update;
  end if;

  insert into receipts (gateway, message_id, reference, notice_key, status, part, parts, at)
    values (its_gateway, its_message_id, its_reference, coalesce(notice.key, ''), its_status, its_part, its_parts, its_moment)
    on conflict (gateway, message_id, reference, part, status) do update
      set notice_key = excluded.notice_key, at = excluded.at, received_at = excluded.received_at
      where receipts.notice_key not in ('', excluded.notice_key) and excluded.notice_key <> ''; -- its id was used again
  if notice.key is null then
    return;
  end if;

  -- When our own answer was lost, its id is learned here, and places what came under it alone.
  if notice.gateway_message_key is null and its_message_id <> '' then
    update notices n set gateway_message_key = its_message_id where n.key = notice.key;
    notice.gateway_message_key := its_message_id;
  end if;
  update receipts r set notice_key = notice.key
    where r.gateway = its_gateway and r.notice_key = '' and r.message_id = its_message_id and (r.reference = its_reference
      or (its_message_id <> '' and r.reference = '' and r.received_at > notice.decided_at - interval '1 hour'));
  return query select notice.key, notice.status, notice.reason, r.status, r.part::int, r.parts::int from receipts r
    where r.notice_key = notice.key and r.gateway = its_gateway and (r.message_id = notice.gateway_message_key
      or r.reference = coalesce(notice.reference, notice.key || case when notice.resent > 0 then '~' || notice.resent else '' end))
    order by r.received_at, r.part, r.status;
end $$;--> statement-breakpoint
-- Ends a hand-over that the gateway accepted. Where receipts of the message came before its answer, nothing is done and no row returned, unless
-- they are asked for: then they are placed and returned with the notice, as `keep_receipt` does.
create function settle_sent(its_key text, its_gateway text, its_message_id text, its_message_key text, with_receipts boolean)
returns table (key text, status notice_status, reason text, said text, part int, parts int)
language plpgsql as $$
#variable_conflict use_column
declare
  notice record;
begin
  perform pg_advisory_xact_lock(8085, hashtext(its_gateway || '/' || its_message_key));
  select n.* into notice from notices n where n.key = its_key for update;
  if with_receipts then
    update receipts r set notice_key = its_key
      where r.gateway = its_gateway and r.notice_key = '' and r.message_id = its_message_key
        and r.received_at > notice.decided_at - interval '1 hour';
  elsif exists (select from receipts r
      where r.gateway = its_gateway and r.notice_key = '' and r.message_id = its_message_key
        and r.received_at > notice.decided_at - interval '1 hour') then
    return;
  end if;

  update notices n set gateway_message_id = coalesce(its_message_id, n.gateway_message_id),
      gateway_message_key = coalesce(its_message_key, n.gateway_message_key), sent_at = coalesce(n.sent_at, now()),
      settled_at = case when n.status in ('sending', 'uncertain') then now() else n.settled_at end,
      reason = case when n.status in ('sending', 'uncertain') then null else n.reason end,
      status = case when n.status in ('sending', 'uncertain') then 'sent' else n.status end
    where n.key = its_key returning n.* into notice;
  if with_receipts then
    return query select notice.key, notice.status, notice.reason, r.status, r.part::int, r.parts::int from receipts r
      where r.notice_key = its_key and r.gateway = its_gateway and (r.message_id = its_message_key
        or r.reference = coalesce(notice.reference, notice.key || case when notice.resent > 0 then '~' || notice.resent else '' end))
      order by r.received_at, r.part, r.status;
  else
    return query select notice.key, notice.status, notice.reason, null::text, null::int, null::int where notice.key is not null;
  end if;
end $$;