/** How an inquiry ended (requirements §7); only `answered` is charged. */
export const INQUIRY_OUTCOMES = ['answered', 'syntax', 'unknown', 'busy', 'too_many', 'ignored'] as const;
export type InquiryOutcome = (typeof INQUIRY_OUTCOMES)[number];

/** Who knew the answer: the workflow's query, the fold of the journal, or a closed dossier's snapshot. */
export const INQUIRY_SOURCES = ['workflow', 'journal', 'archive'] as const;
export type InquirySource = (typeof INQUIRY_SOURCES)[number];
