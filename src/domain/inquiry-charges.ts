import type { Instant, LocalDate } from './calendar.ts';

/** Where the books of a day do not agree (requirements §11.5). */
export const CHARGE_DIFFERENCES = ['charged_without_reply', 'reply_not_booked', 'charged_twice', 'no_outcome'] as const;
export type ChargeDifferenceKind = (typeof CHARGE_DIFFERENCES)[number];

/** One inquiry, as an operator finds it in the list of inquiries: no number, also not within the id. */
export type ChargeDifference = {
  readonly kind: ChargeDifferenceKind;
  readonly gateway: string;
  readonly id: string;
  readonly receivedAt: Instant;
};

/** What the inquiries of one gateway came to. A refund is due for each that was charged although its reply failed. */
export const CHARGE_COUNTS = ['inquiries', 'replies', 'charged', 'free', 'refundsDue'] as const;
export type ChargeCounts = Readonly<Record<(typeof CHARGE_COUNTS)[number], number>>;

/** `differences` holds the first ones of the day; `differenceCount` counts them all. */
export type ChargeReport = {
  readonly date: LocalDate;
  readonly gateways: readonly (ChargeCounts & { readonly gateway: string })[];
  readonly differenceCount: number;
  readonly differences: readonly ChargeDifference[];
};
