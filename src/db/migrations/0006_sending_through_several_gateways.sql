CREATE TABLE "gateway_shares" (
	"gateway" text NOT NULL,
	"share" smallint NOT NULL,
	"reason" text NOT NULL,
	"actor" text NOT NULL,
	"set_at" timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "paused_until" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "share" smallint;--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "refusals" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "recent" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "away_since" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "trial_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "last_success_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "gateways" ADD COLUMN "refused" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "encoding" text;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "cost" integer;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "reference" text;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "gateway_message_key" text;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "perhaps_sent" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "gateway_shares" ADD CONSTRAINT "gateway_shares_gateway_gateways_name_fk" FOREIGN KEY ("gateway") REFERENCES "public"."gateways"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gateway_shares_newest" ON "gateway_shares" USING btree ("gateway","set_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "notices_by_message_key" ON "notices" USING btree ("gateway","gateway_message_key") WHERE gateway_message_key is not null;--> statement-breakpoint
CREATE INDEX "notices_by_reference" ON "notices" USING btree ("reference") WHERE reference is not null;