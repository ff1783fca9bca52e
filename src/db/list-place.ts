import type { Instant } from '../domain/calendar.ts';

/** The place after which a page of a list continues, newest first; null for the first page. */
export type ListPlace = { readonly at: Instant; readonly id: string } | null;
