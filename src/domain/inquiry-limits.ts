/** How many inquiries a number may send within a time that always ends now (requirements §7.8); null: as many as it likes. */
export type Limit = { readonly count: number; readonly windowMs: number } | null;

/** What a number asked lately, as far as one limit counts it, before the question at hand. `pending` of them have no answer yet. */
export type RecentInquiries = { readonly count: number; readonly pending: number; readonly warned: boolean };

/**
 * Past a limit the first question is told so, the others nothing (requirements §7.8). One that is pending may be past the limit already, and then
 * the first of those is told: so only whoever comes right at the limit is, however many come at once.
 * @param limit how many are answered; null: all
 */
export function limitVerdict(limit: number | null, { count, pending, warned }: RecentInquiries): 'answer' | 'warn' | 'silence' {
  if (limit === null || count < limit) return 'answer';
  return !warned && (count === limit || pending === 0) ? 'warn' : 'silence';
}
