-- Equality of a repeated request without keeping what was sent: a hash that is worthless once the dossier's key is erased.
create function keyed_digest(key bytea, content text) returns bytea language sql stable parallel safe
  return sha256(key || sha256(key || convert_to(content, 'UTF8')));
--> statement-breakpoint
-- The hash chain: each entry over the one before it in the same dossier. An auditor recomputes it from the columns of `events`.
create function event_hash(previous bytea, seq integer, event_id text, type text, body jsonb, occurred_at timestamptz, recorded_at timestamptz,
  actor text, digest bytea) returns bytea language sql stable parallel safe
  return sha256(previous || convert_to(jsonb_build_array(seq, event_id, type, body, (extract(epoch from occurred_at) * 1000)::bigint,
    (extract(epoch from recorded_at) * 1000)::bigint, actor, encode(digest, 'hex'))::text, 'UTF8'));
--> statement-breakpoint
-- Now, to the millisecond, and never before the entry before: a server's clock may jump back, the journal's order may not.
create function next_instant(previous timestamptz) returns timestamptz language sql stable parallel safe
  return greatest(previous, date_trunc('milliseconds', statement_timestamp()));
--> statement-breakpoint
create function refuse_to_rewrite_the_journal() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append-only: % refused', tg_op using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger events_are_append_only before update or delete on events for each row execute function refuse_to_rewrite_the_journal();
--> statement-breakpoint
create trigger events_are_not_truncated before truncate on events for each statement execute function refuse_to_rewrite_the_journal();
