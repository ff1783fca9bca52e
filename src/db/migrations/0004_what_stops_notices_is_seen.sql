CREATE TABLE "unknown_agencies" (
	"agency" text PRIMARY KEY NOT NULL,
	"seen_at" timestamp(3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "unanswered" integer DEFAULT 0 NOT NULL;