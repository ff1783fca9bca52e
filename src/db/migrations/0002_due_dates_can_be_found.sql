-- Tonight's list reads the journal, so that it is there when Temporal is not.
create index events_by_due_date on events ((body ->> 'dueDate')) where body ? 'dueDate';
--> statement-breakpoint
create index dossiers_by_receipt on dossiers (received_on, code_key);
