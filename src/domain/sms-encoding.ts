/** Texts are sent as they are written, or in plain letters (requirements §2). */
export const SMS_ENCODINGS = ['unicode', 'ascii'] as const;
export type SmsEncoding = (typeof SMS_ENCODINGS)[number];
