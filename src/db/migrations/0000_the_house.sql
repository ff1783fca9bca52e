CREATE TYPE "public"."inquiry_outcome" AS ENUM('answered', 'syntax', 'unknown', 'busy', 'too_many', 'ignored');--> statement-breakpoint
CREATE TYPE "public"."inquiry_source" AS ENUM('workflow', 'journal', 'archive');--> statement-breakpoint
CREATE TYPE "public"."notice_kind" AS ENUM('result', 'supplement', 'apology');--> statement-breakpoint
CREATE TYPE "public"."notice_status" AS ENUM('created', 'sending', 'sent', 'delivered', 'skipped', 'superseded', 'missed', 'temporary_failure', 'permanent_failure', 'technical_failure', 'uncertain');--> statement-breakpoint
CREATE TABLE "contacts" (
	"code_key" text PRIMARY KEY NOT NULL,
	"phone" text,
	"problem" text,
	"key" "bytea"
);
--> statement-breakpoint
CREATE TABLE "dossiers" (
	"code_key" text PRIMARY KEY NOT NULL,
	"receipt_code" text NOT NULL,
	"agency" text NOT NULL,
	"received_on" date NOT NULL,
	"seq" integer NOT NULL,
	"hash" "bytea" NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"closed_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "events" (
	"code_key" text NOT NULL,
	"seq" integer NOT NULL,
	"event_id" text,
	"type" text NOT NULL,
	"body" jsonb NOT NULL,
	"occurred_at" timestamp(3) with time zone NOT NULL,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"digest" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "events_code_key_seq_pk" PRIMARY KEY("code_key","seq"),
	CONSTRAINT "events_once" UNIQUE("code_key","event_id")
);
--> statement-breakpoint
CREATE TABLE "gateways" (
	"name" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" text DEFAULT 'ok' NOT NULL,
	"since" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inquiries" (
	"gateway" text NOT NULL,
	"id" text NOT NULL,
	"phone" text,
	"text" text,
	"sent_at" timestamp(3) with time zone NOT NULL,
	"received_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"code_keys" text[],
	"outcome" "inquiry_outcome",
	"reply" text,
	"charge" boolean,
	"source" "inquiry_source",
	"answered_at" timestamp(3) with time zone,
	CONSTRAINT "inquiries_gateway_id_pk" PRIMARY KEY("gateway","id")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"key" text PRIMARY KEY NOT NULL,
	"code_key" text NOT NULL,
	"kind" "notice_kind" NOT NULL,
	"round" smallint,
	"due_date" date,
	"status" "notice_status" NOT NULL,
	"reason" text,
	"text" text NOT NULL,
	"segments" smallint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"gateway" text,
	"gateway_message_id" text,
	"decided_at" timestamp(3) with time zone NOT NULL,
	"due_at" timestamp(3) with time zone NOT NULL,
	"sent_at" timestamp(3) with time zone,
	"settled_at" timestamp(3) with time zone,
	"resent" smallint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"code_key" text NOT NULL,
	"seq" integer NOT NULL,
	"due_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "outbox_code_key_seq_pk" PRIMARY KEY("code_key","seq")
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"gateway" text NOT NULL,
	"message_id" text NOT NULL,
	"notice_key" text NOT NULL,
	"status" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"received_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "receipts_gateway_message_id_notice_key_status_pk" PRIMARY KEY("gateway","message_id","notice_key","status")
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"code_key" text PRIMARY KEY NOT NULL,
	"dossier" jsonb NOT NULL,
	"archived_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_code_key_dossiers_code_key_fk" FOREIGN KEY ("code_key") REFERENCES "public"."dossiers"("code_key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_code_key_dossiers_code_key_fk" FOREIGN KEY ("code_key") REFERENCES "public"."dossiers"("code_key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_code_key_dossiers_code_key_fk" FOREIGN KEY ("code_key") REFERENCES "public"."dossiers"("code_key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_code_key_dossiers_code_key_fk" FOREIGN KEY ("code_key") REFERENCES "public"."dossiers"("code_key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inquiries_by_phone" ON "inquiries" USING btree ("phone","received_at");--> statement-breakpoint
CREATE INDEX "inquiries_newest" ON "inquiries" USING btree ("received_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "inquiries_of_dossier" ON "inquiries" USING gin ("code_keys");--> statement-breakpoint
CREATE INDEX "notices_of_dossier" ON "notices" USING btree ("code_key");--> statement-breakpoint
CREATE INDEX "notices_by_message" ON "notices" USING btree ("gateway_message_id");--> statement-breakpoint
CREATE INDEX "notices_newest" ON "notices" USING btree ("decided_at" DESC NULLS LAST,"key");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("due_at");