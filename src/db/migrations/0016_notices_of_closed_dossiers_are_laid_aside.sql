DROP INDEX "notices_unreached";--> statement-breakpoint
DROP INDEX "notices_of_trouble";--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN "of_closed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
update notices n set of_closed = true from dossiers d where d.code_key = n.code_key and d.closed_at is not null
  and (n.status in ('missed', 'temporary_failure', 'permanent_failure', 'technical_failure', 'uncertain') or (n.status = 'skipped' and n.reason = 'no_phone'));--> statement-breakpoint
CREATE INDEX "notices_unreached" ON "notices" USING btree ("decided_at" DESC NULLS FIRST,"key" DESC NULLS FIRST) WHERE not of_closed and (status in ('missed', 'temporary_failure', 'permanent_failure', 'technical_failure', 'uncertain') or (status = 'skipped' and reason = 'no_phone'));--> statement-breakpoint
CREATE INDEX "notices_of_trouble" ON "notices" USING btree ("code_key","status","decided_at","key") WHERE not of_closed and (status in ('missed', 'temporary_failure', 'permanent_failure', 'technical_failure', 'uncertain') or (status = 'skipped' and reason = 'no_phone'));--> statement-breakpoint
-- Without it PostgreSQL expects as many of them among open dossiers as among closed ones, and reads all open dossiers beside them.
create statistics notices_that_told_nobody (mcv) on of_closed, status, reason from notices;
