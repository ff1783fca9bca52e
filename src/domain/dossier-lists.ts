/** The work lists of a clerk (requirements §8.2). */
export const DOSSIER_LISTS = ['tonight', 'due_soon', 'overdue', 'waiting', 'ready', 'unreached', 'all'] as const;
export type DossierList = (typeof DOSSIER_LISTS)[number];

/** A dossier is due soon from so many days before its due date on. */
export const DUE_SOON_DAYS = 3;

/** What a list may be sorted by; `-` is the reverse. */
export const DOSSIER_SORTS = ['due', '-due', 'received', '-received', 'code', '-code'] as const;
export type DossierSort = (typeof DOSSIER_SORTS)[number];

export const REVERSED_SORTS: Readonly<Record<DossierSort, DossierSort>> = {
  due: '-due',
  '-due': 'due',
  received: '-received',
  '-received': 'received',
  code: '-code',
  '-code': 'code',
};
