import type { z } from '@hono/zod-openapi';
import type { Child } from 'hono/jsx';
import type { Services } from '../../services/services.ts';
import type { DossierAsOf } from '../../services/find-dossier.ts';
import type { EventRequest } from '../../services/record-event.ts';
import type { Session } from '../../services/sessions.ts';
import type { EventMarks } from './form-marks.ts';
import type { FieldFaults, Typed } from './parts/fields.tsx';

/** The dossier that a form is about, and who asks. */
export type FormSubject = { readonly known: DossierAsOf; readonly session: Session; readonly services: Services };

/** What a form of a dossier shows of its own. */
export type EventFormFacts = FormSubject & { readonly typed: Typed; readonly faults: FieldFaults };

/** A form at `/ho-so/{code}/{path}` that records one event (console §3). */
export type EventForm<Shape extends z.ZodRawShape> = {
  readonly path: string;
  readonly texts: {
    readonly heading: string;
    readonly submit: string;
    /** Why it sends nothing at once. */
    readonly silent: string;
    /** When it sends something, for a form that is not filled in. */
    readonly untyped?: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly shape: Shape;
  /** Values that send the same as any others would; null where it depends on what is typed. */
  readonly untyped: z.infer<z.ZodObject<Shape>> | null;
  readonly requestOf: (values: z.infer<z.ZodObject<Shape>>, marks: EventMarks) => EventRequest;
  /** What is wrong with fields that are right one by one. */
  readonly check?: (values: z.infer<z.ZodObject<Shape>>) => FieldFaults;
  /** Why there is nothing to record now; null when there is. */
  readonly whyNot?: (about: FormSubject) => string | null | Promise<string | null>;
  /** Whether it is still taken after the close (requirements §4.7). */
  readonly isForClosed?: true;
  readonly fields: (facts: EventFormFacts) => Child | Promise<Child>;
  /** What was done, as a sentence. */
  readonly done: (values: z.infer<z.ZodObject<Shape>>) => string;
  readonly isWarning?: true;
};
