CREATE TABLE "charge_days" (
	"day" date PRIMARY KEY NOT NULL,
	"report" jsonb NOT NULL,
	"differences" integer NOT NULL,
	"reconciled_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "repeats" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "carried" jsonb;--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "reply_segments" smallint;--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "reply_cost" integer;--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "reply_status" text;--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "reply_reference" text;--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "reply_reason" text;--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "reply_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiries" ADD COLUMN "reply_due_at" timestamp(3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "inquiries_by_reply" ON "inquiries" USING btree ("reply_reference") WHERE reply_reference is not null;--> statement-breakpoint
CREATE INDEX "inquiries_replies_due" ON "inquiries" USING btree ("reply_due_at") WHERE reply_due_at is not null;--> statement-breakpoint
-- Keeps a question under the next number of its message id, or finds the one of which it is a repeat: the same id, sender and text, or, where
-- the gateway numbers repeats anew, the same sender and text within `again_s` seconds (requirements §7.4). Such a repeat may also be a machine
-- that asks in a loop, so it counts as a question in the limits (requirements §7.8). Questions of one sender, and questions under one id, come
-- one at a time: of two that came together one would otherwise not see the other. A function, because each of its statements sees what was
-- committed while it waited for the locks. `pending` are those not answered yet: under the lock all of them came before.
-- The function begin_numbered_inquiry stays for processes of the build before.
create function keep_inquiry(its_gateway text, its_id text, its_phone text, its_text text, its_moment timestamptz, its_carried jsonb,
  again_s float8, all_s float8, unknown_s float8)
returns table (id text, nth int, outcome inquiry_outcome, reply text, charge boolean, renumbered boolean, asked int, unknown int, pending int,
  pending_of_codes int, warned boolean, warned_of_codes boolean)
language plpgsql as $$
#variable_conflict use_column
declare
  question record;
  is_renumbered boolean := false;
begin
  perform pg_advisory_xact_lock(8083, hashtext(its_phone));
  perform pg_advisory_xact_lock(8084, hashtext(its_gateway || '/' || its_id));
  select i.id, i.nth, i.outcome, i.reply, i.charge, 0 as repeats into question from inquiries i
    where i.gateway = its_gateway and i.id = its_id and i.phone = its_phone and i.text = its_text order by i.nth desc limit 1;
  if not found and again_s > 0 then
    update inquiries i set repeats = i.repeats + 1 where (i.gateway, i.id, i.nth) = (
        select before.gateway, before.id, before.nth from inquiries before
        where before.phone = its_phone and before.received_at > now() - make_interval(secs => again_s)
          and before.gateway = its_gateway and before.text = its_text order by before.received_at desc limit 1)
      returning i.id, i.nth, i.outcome, i.reply, i.charge, i.repeats into question;
    is_renumbered := found;
  end if;
  if question.id is null then
    insert into inquiries as i (gateway, id, nth, phone, text, sent_at, carried)
      select its_gateway, its_id, coalesce(max(before.nth), 0) + 1, its_phone, its_text, its_moment, its_carried from inquiries before
        where before.gateway = its_gateway and before.id = its_id
      returning i.id, i.nth, i.outcome, i.reply, i.charge, i.repeats into question;
  end if;
  return query
    with lately as (
      select
        coalesce(sum(1 + repeats) filter (where age < all_s and (outcome is null or outcome not in ('too_many', 'ignored'))), 0)::int as asked,
        coalesce(sum(1 + repeats) filter (where age < unknown_s and outcome = 'unknown'), 0)::int as unknown,
        count(*) filter (where age < all_s and outcome is null)::int as pending,
        count(*) filter (where age < unknown_s and outcome is null)::int as pending_of_codes,
        coalesce(bool_or(age < all_s and outcome = 'too_many'), false) as warned,
        coalesce(bool_or(age < unknown_s and outcome = 'too_many'), false) as warned_of_codes
      from (
        select outcome, repeats, extract(epoch from now() - received_at) as age from inquiries
        where phone = its_phone and received_at > now() - make_interval(secs => greatest(all_s, unknown_s))
          and (gateway, id, nth) <> (its_gateway, question.id, question.nth)
      ) recent
    )
    select question.id, question.nth, question.outcome, question.reply, question.charge, is_renumbered,
      l.asked + question.repeats, l.unknown, l.pending, l.pending_of_codes, l.warned, l.warned_of_codes
    from lately l;
end $$;
