DROP INDEX "inquiries_newest";--> statement-breakpoint
DROP INDEX "notices_newest";--> statement-breakpoint
CREATE INDEX "notices_with_status" ON "notices" USING btree ("status","decided_at" DESC NULLS FIRST,"key" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "notices_of_gateway" ON "notices" USING btree ("gateway","decided_at" DESC NULLS FIRST,"key" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "inquiries_newest" ON "inquiries" USING btree ("received_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "notices_newest" ON "notices" USING btree ("decided_at" DESC NULLS FIRST,"key" DESC NULLS FIRST);