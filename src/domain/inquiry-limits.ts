/** How many inquiries a number may send within the last `windowMs` (requirements §7.8); null means any number. */
export type Limit = { readonly count: number; readonly windowMs: number } | null;

/** The questions that a number asked before this one, as one limit counts them. `pending` of them have no answer yet. */
export type RecentInquiries = { readonly count: number; readonly pending: number; readonly warned: boolean };

/**
 * The first question past the limit is told so, and the later ones get no answer (requirements §7.8). While earlier questions are pending,
 * one of them may be the first past the limit. Then only the question exactly at the limit is told, however many come at the same time.
 * @param limit how many are answered; null means all
 */
export function limitVerdict(limit: number | null, { count, pending, warned }: RecentInquiries): 'answer' | 'warn' | 'silence' {
  if (limit === null || count < limit) return 'answer';
  return !warned && (count === limit || pending === 0) ? 'warn' : 'silence';
}
