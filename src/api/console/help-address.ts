const PREFIXES = {
  list: 'danh-sach',
  status: 'trang-thai',
  kind: 'loai-tin',
  gateway: 'cong-tin',
  alarm: 'canh-bao',
  refusal: 'tu-choi',
  inquiry: 'tra-cuu',
  form: 'bieu-mau',
  word: 'tu',
  role: 'vai-tro',
} as const;

export type HelpTopic = keyof typeof PREFIXES;

/** The id of an explanation on the page of help, such as `trang-thai-uncertain`. */
export function helpId(topic: HelpTopic, name: string): string {
  return `${PREFIXES[topic]}-${name}`;
}

/** The address of an explanation, to link to from where the word stands. */
export function helpOf(topic: HelpTopic, name: string): string {
  return `/giup-do#${helpId(topic, name)}`;
}
