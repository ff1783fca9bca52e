ALTER TABLE "inquiries" ADD COLUMN "nth" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "inquiries" DROP CONSTRAINT "inquiries_gateway_id_pk";--> statement-breakpoint
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_gateway_id_nth_pk" PRIMARY KEY("gateway","id","nth");--> statement-breakpoint
-- Keeps a question under the next number of its message id, or finds the one of which it is a repeat: the same id, sender and text
-- (requirements §7.4). Then it counts what the same sender asked before it (requirements §7.8). Questions of one sender, and questions under
-- one id, come one at a time: of two that came together one would otherwise not see the other. A function, because each of its statements sees
-- what was committed while it waited for the locks. `pending` are those not answered yet: under the lock all of them came before.
-- The function begin_inquiry stays for processes of the build before.
create function begin_numbered_inquiry(its_gateway text, its_id text, its_phone text, its_text text, its_moment timestamptz, all_s float8,
  unknown_s float8)
returns table (nth int, outcome inquiry_outcome, reply text, charge boolean, asked int, unknown int, pending int, pending_of_codes int,
  warned boolean, warned_of_codes boolean)
language plpgsql as $$
#variable_conflict use_column
declare
  question record;
begin
  perform pg_advisory_xact_lock(8083, hashtext(its_phone));
  perform pg_advisory_xact_lock(8084, hashtext(its_gateway || '/' || its_id));
  select i.nth, i.outcome, i.reply, i.charge into question from inquiries i
    where i.gateway = its_gateway and i.id = its_id and i.phone = its_phone and i.text = its_text order by i.nth desc limit 1;
  if not found then
    insert into inquiries as i (gateway, id, nth, phone, text, sent_at)
      select its_gateway, its_id, coalesce(max(before.nth), 0) + 1, its_phone, its_text, its_moment from inquiries before
        where before.gateway = its_gateway and before.id = its_id
      returning i.nth, i.outcome, i.reply, i.charge into question;
  end if;
  return query
    with lately as (
      select
        count(*) filter (where age < all_s and (outcome is null or outcome not in ('too_many', 'ignored')))::int as asked,
        count(*) filter (where age < unknown_s and outcome = 'unknown')::int as unknown,
        count(*) filter (where age < all_s and outcome is null)::int as pending,
        count(*) filter (where age < unknown_s and outcome is null)::int as pending_of_codes,
        coalesce(bool_or(age < all_s and outcome = 'too_many'), false) as warned,
        coalesce(bool_or(age < unknown_s and outcome = 'too_many'), false) as warned_of_codes
      from (
        select outcome, extract(epoch from now() - received_at) as age from inquiries
        where phone = its_phone and received_at > now() - make_interval(secs => greatest(all_s, unknown_s))
          and (gateway, id, nth) <> (its_gateway, its_id, question.nth)
      ) recent
    )
    select question.nth, question.outcome, question.reply, question.charge,
      l.asked, l.unknown, l.pending, l.pending_of_codes, l.warned, l.warned_of_codes
    from lately l;
end $$;
