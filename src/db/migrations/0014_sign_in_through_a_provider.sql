CREATE TABLE "journal_checks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "journal_checks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"started_by" text NOT NULL,
	"started_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"events" bigint NOT NULL,
	"checked" bigint DEFAULT 0 NOT NULL,
	"seen_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp(3) with time zone,
	"broken_code" text,
	"broken_seq" integer
);
--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "provider_subject" text;--> statement-breakpoint
CREATE UNIQUE INDEX "journal_checks_one_at_a_time" ON "journal_checks" USING btree ((true)) WHERE "journal_checks"."ended_at" is null;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_provider_subject_unique" UNIQUE("provider_subject");--> statement-breakpoint
insert into records (at, kind, actor, subject, detail)
select set_at, 'share_set', actor, gateway, jsonb_build_object('share', share, 'reason', reason) from gateway_shares order by set_at;
