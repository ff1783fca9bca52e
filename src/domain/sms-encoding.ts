/** How texts leave (requirements §2): as they are written, or in plain letters. */
export const SMS_ENCODINGS = ['unicode', 'ascii'] as const;
export type SmsEncoding = (typeof SMS_ENCODINGS)[number];
