DROP INDEX "dossier_states_running";--> statement-breakpoint
DROP INDEX "dossier_states_waiting";--> statement-breakpoint
DROP INDEX "dossier_states_ready";--> statement-breakpoint
DROP INDEX "dossier_states_to_apologise";--> statement-breakpoint
CREATE INDEX "notices_with_problem" ON "notices" USING btree ("code_key","status") WHERE status in ('missed', 'temporary_failure', 'permanent_failure', 'technical_failure', 'uncertain');--> statement-breakpoint
CREATE INDEX "dossier_states_running" ON "dossier_states" USING btree (coalesce(due_date, 'infinity'),"code_key","due_date","agency","late","judged_date") WHERE clock = 'running' and not closed;--> statement-breakpoint
CREATE INDEX "dossier_states_waiting" ON "dossier_states" USING btree (coalesce(due_date, 'infinity'),"code_key","due_date","agency","late","judged_date") WHERE waiting_since is not null and not closed;--> statement-breakpoint
CREATE INDEX "dossier_states_ready" ON "dossier_states" USING btree (coalesce(due_date, 'infinity'),"code_key","due_date","agency","late","judged_date") WHERE result_on is not null and not closed;--> statement-breakpoint
CREATE INDEX "dossier_states_to_apologise" ON "dossier_states" USING btree (coalesce(due_date, 'infinity'),"code_key","due_date","agency","late","judged_date") WHERE apology_at is not null and not closed;