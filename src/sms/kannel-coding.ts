/** How Kannel calls the alphabet of a text: 2 is UCS-2, 0 that of GSM 03.38. */
export const KANNEL_CODING = { unicode: '2', ascii: '0' } as const;
