CREATE TABLE "people" (
	"name" text PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"agencies" text[],
	"password_hash" text,
	"totp_secret" text,
	"totp_step" integer,
	"disabled_at" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "records" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "records_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"kind" text NOT NULL,
	"actor" text,
	"subject" text,
	"address" text,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"person" text NOT NULL,
	"awaits_code" boolean DEFAULT false NOT NULL,
	"started_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"banner" text,
	"draft" jsonb
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"last_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_people_name_fk" FOREIGN KEY ("person") REFERENCES "public"."people"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "people_by_name" ON "people" USING btree (lower("name"));--> statement-breakpoint
CREATE INDEX "records_newest" ON "records" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "records_of_subject" ON "records" USING btree ("subject","kind","at");--> statement-breakpoint
CREATE INDEX "sessions_of_person" ON "sessions" USING btree ("person");--> statement-breakpoint
create function refuse_to_rewrite_the_records() returns trigger language plpgsql as $$
begin
  raise exception 'the records are append-only: % refused', tg_op using errcode = 'restrict_violation';
end $$;
--> statement-breakpoint
create trigger records_are_append_only before update or delete on records for each row execute function refuse_to_rewrite_the_records();
--> statement-breakpoint
create trigger records_are_not_truncated before truncate on records for each statement execute function refuse_to_rewrite_the_records();
