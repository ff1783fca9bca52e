export const TAG_COLOURS = ['grey', 'green', 'blue', 'yellow', 'orange', 'red', 'purple', 'turquoise'] as const;
export type TagColour = (typeof TAG_COLOURS)[number];

/** A state in a word. The colour only repeats what the word says. */
export function Tag({ text, colour }: { readonly text: string; readonly colour: TagColour }) {
  return <strong class={`govuk-tag govuk-tag--${colour}`}>{text}</strong>;
}
