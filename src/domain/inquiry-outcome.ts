/** How an inquiry ended (requirements §7); only `answered` is charged. */
export const INQUIRY_OUTCOMES = ['answered', 'syntax', 'unknown', 'busy', 'too_many', 'ignored'] as const;
export type InquiryOutcome = (typeof INQUIRY_OUTCOMES)[number];

/** Where the answer came from: the workflow's query, the fold of the journal, or the snapshot of a closed dossier. */
export const INQUIRY_SOURCES = ['workflow', 'journal', 'archive'] as const;
export type InquirySource = (typeof INQUIRY_SOURCES)[number];
