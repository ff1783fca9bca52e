import type { Option } from './parts/fields.tsx';

/** Options with what was typed among them, so that a value nobody offers is shown and not lost. */
export function optionsWith(typed: string | undefined, options: readonly Option[]): readonly Option[] {
  if (typed === undefined || options.some(({ value }) => value === typed)) return options;
  return [...options, { value: typed, text: typed }];
}
