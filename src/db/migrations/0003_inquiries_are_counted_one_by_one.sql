-- Keeps a question and counts what the same number asked before it (requirements §7.8), one question of a number at a time: of two that came
-- together one would otherwise not see the other. A function, because each of its statements sees what was committed while it waited for the
-- lock; one statement alone would count by what it saw before. `pending` are those not answered yet: under the lock all of them came before.
create function begin_inquiry(its_gateway text, its_id text, its_phone text, its_text text, its_moment timestamptz, all_s float8, unknown_s float8)
returns table (outcome inquiry_outcome, reply text, charge boolean, asked int, unknown int, pending int, pending_of_codes int, warned boolean,
  warned_of_codes boolean)
language plpgsql as $$
#variable_conflict use_column
begin
  perform pg_advisory_xact_lock(8083, hashtext(its_phone));
  insert into inquiries (gateway, id, phone, text, sent_at) values (its_gateway, its_id, its_phone, its_text, its_moment) on conflict do nothing;
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
        where phone = its_phone and received_at > now() - make_interval(secs => greatest(all_s, unknown_s)) and (gateway, id) <> (its_gateway, its_id)
      ) recent
    )
    select i.outcome, i.reply, i.charge, l.asked, l.unknown, l.pending, l.pending_of_codes, l.warned, l.warned_of_codes
    from lately l left join inquiries i on i.gateway = its_gateway and i.id = its_id and i.outcome is not null;
end $$;
