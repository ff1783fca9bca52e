type Props = {
  readonly text: string;
  /** Who said it: a message of ours, one that may leave later, or the citizen's. */
  readonly of: 'office' | 'later' | 'citizen';
};

/** An SMS, word for word. */
export function Bubble({ text, of }: Props) {
  return <blockquote class={`console-bubble console-bubble--${of}`}>{text}</blockquote>;
}
