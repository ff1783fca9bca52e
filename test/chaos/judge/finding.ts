/** One violation of an invariant of quality.md. */
export type Finding = {
  readonly invariant: 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7';
  /** A notice's key, a receipt code, an inquiry's id. */
  readonly about: string;
  readonly what: string;
};
