-- A part of a receipt code is found by its groups of three characters.
create extension if not exists pg_trgm;--> statement-breakpoint
CREATE TABLE "dossier_eves" (
	"code_key" text NOT NULL,
	"due_date" date NOT NULL,
	"called_at_three" boolean,
	"called_at_instant" boolean,
	CONSTRAINT "dossier_eves_code_key_due_date_pk" PRIMARY KEY("code_key","due_date")
);
--> statement-breakpoint
CREATE TABLE "dossier_states" (
	"code_key" text PRIMARY KEY NOT NULL,
	"seq" integer NOT NULL,
	"agency" text NOT NULL,
	"procedure_code" text NOT NULL,
	"received_on" date NOT NULL,
	"step" text NOT NULL,
	"step_key" text NOT NULL,
	"state" text,
	"state_key" text,
	"due_date" date,
	"original_due_date" date,
	"judged_date" date,
	"clock" text NOT NULL,
	"waiting_since" timestamp(3) with time zone,
	"stopped_since" timestamp(3) with time zone,
	"days_stopped" integer NOT NULL,
	"result_on" date,
	"late" boolean,
	"closed" boolean NOT NULL,
	"closed_on" date,
	"outcome" text,
	"reappointments" integer NOT NULL,
	"apology_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "dossier_stops" (
	"code_key" text NOT NULL,
	"nth" integer NOT NULL,
	"stopped_from" timestamp(3) with time zone NOT NULL,
	"stopped_to" timestamp(3) with time zone,
	CONSTRAINT "dossier_stops_code_key_nth_pk" PRIMARY KEY("code_key","nth")
);
--> statement-breakpoint
CREATE TABLE "unlisted" (
	"code_key" text NOT NULL,
	"seq" integer NOT NULL,
	"due_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "unlisted_code_key_seq_pk" PRIMARY KEY("code_key","seq")
);
--> statement-breakpoint
CREATE INDEX "dossier_eves_by_due" ON "dossier_eves" USING btree ("due_date");--> statement-breakpoint
CREATE INDEX "dossier_states_by_due" ON "dossier_states" USING btree ("closed",coalesce(due_date, 'infinity'),"code_key","due_date","late","judged_date");--> statement-breakpoint
CREATE INDEX "dossier_states_by_receipt" ON "dossier_states" USING btree ("closed","received_on","code_key");--> statement-breakpoint
CREATE INDEX "dossier_states_by_code" ON "dossier_states" USING btree ("closed","code_key","agency");--> statement-breakpoint
CREATE INDEX "dossier_states_of_agency" ON "dossier_states" USING btree ("agency","closed",coalesce(due_date, 'infinity'),"code_key","due_date");--> statement-breakpoint
CREATE INDEX "dossier_states_of_procedure" ON "dossier_states" USING btree ("procedure_code","closed",coalesce(due_date, 'infinity'),"code_key");--> statement-breakpoint
CREATE INDEX "dossier_states_at_step" ON "dossier_states" USING btree ("step_key","closed",coalesce(due_date, 'infinity'),"code_key");--> statement-breakpoint
CREATE INDEX "dossier_states_in_state" ON "dossier_states" USING btree ("state_key","closed",coalesce(due_date, 'infinity'),"code_key") WHERE state_key is not null;--> statement-breakpoint
CREATE INDEX "dossier_states_running" ON "dossier_states" USING btree (coalesce(due_date, 'infinity'),"code_key") WHERE clock = 'running';--> statement-breakpoint
CREATE INDEX "dossier_states_waiting" ON "dossier_states" USING btree (coalesce(due_date, 'infinity'),"code_key") WHERE waiting_since is not null;--> statement-breakpoint
CREATE INDEX "dossier_states_ready" ON "dossier_states" USING btree (coalesce(due_date, 'infinity'),"code_key") WHERE result_on is not null and not closed;--> statement-breakpoint
CREATE INDEX "dossier_states_to_apologise" ON "dossier_states" USING btree (coalesce(due_date, 'infinity'),"code_key") WHERE apology_at is not null;--> statement-breakpoint
CREATE INDEX "unlisted_due" ON "unlisted" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "contacts_by_phone" ON "contacts" USING btree ("phone") WHERE phone is not null;--> statement-breakpoint
CREATE INDEX "dossiers_by_part" ON "dossiers" USING gin ("code_key" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "notices_of_trouble" ON "notices" USING btree ("code_key","status","decided_at","key") WHERE (status in ('missed', 'temporary_failure', 'permanent_failure', 'technical_failure', 'uncertain') or (status = 'skipped' and reason = 'no_phone'));--> statement-breakpoint
-- Whoever writes the journal, also a process of the build before, marks what the lists do not know yet. The lease gives the process that wrote
-- an entry 5 seconds to fold it.
create function mark_unlisted() returns trigger language plpgsql as $$
begin
  insert into unlisted (code_key, seq, due_at) select code_key, seq, recorded_at + interval '5 seconds' from recorded on conflict do nothing;
  return null;
end $$;
--> statement-breakpoint
create trigger events_are_marked_for_the_lists after insert on events referencing new table as recorded
  for each statement execute function mark_unlisted();
--> statement-breakpoint
-- What is there already is folded by every api, little by little, while everybody works.
insert into unlisted (code_key, seq, due_at) select code_key, seq, '-infinity' from dossiers;
