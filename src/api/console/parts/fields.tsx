import type { Child } from 'hono/jsx';
import { COMMON } from '../texts/common.ts';

/** What a person typed, and what is wrong with it, by the names of the fields. */
export type Typed = Readonly<Record<string, string>>;
export type FieldFaults = Readonly<Record<string, string>>;

type Shared = {
  readonly name: string;
  readonly label: string;
  readonly hint?: Child;
  readonly typed: Typed;
  readonly faults: FieldFaults;
};

type TextFieldProps = Shared & {
  readonly type?: 'text' | 'tel' | 'date' | 'datetime-local' | 'password' | 'number';
  /** Whether the value is not shown again after a refusal. */
  readonly isSecret?: boolean;
  readonly autocomplete?: string;
  /** What the browser suggests. */
  readonly suggestions?: readonly string[];
  readonly width?: 10 | 20 | 30;
  readonly hasFocus?: boolean;
  readonly inputmode?: 'numeric' | 'tel' | 'text';
};

/** One line of text, a date or a moment, with its hint and its fault (govuk-frontend: text input). */
export function TextField(props: TextFieldProps) {
  const { name, typed, type = 'text', isSecret, autocomplete = 'off', suggestions, width, hasFocus, inputmode } = props;
  return (
    <Labelled {...props}>
      <input
        class={`govuk-input${width ? ` govuk-input--width-${width}` : ''}${props.faults[name] ? ' govuk-input--error' : ''}`}
        id={name}
        name={name}
        type={type}
        value={isSecret ? undefined : (typed[name] ?? '')}
        autocomplete={autocomplete}
        autofocus={hasFocus}
        inputmode={inputmode}
        spellcheck={false}
        list={suggestions && `${name}-suggestions`}
        aria-describedby={describedBy(props)}
      />
      {suggestions && (
        <datalist id={`${name}-suggestions`}>
          {suggestions.map((each) => (
            <option value={each}></option>
          ))}
        </datalist>
      )}
    </Labelled>
  );
}

export function TextArea(props: Shared & { readonly rows?: number }) {
  const { name, typed, rows = 3 } = props;
  return (
    <Labelled {...props}>
      <textarea
        class={`govuk-textarea${props.faults[name] ? ' govuk-textarea--error' : ''}`}
        id={name}
        name={name}
        rows={rows}
        aria-describedby={describedBy(props)}
      >
        {typed[name] ?? ''}
      </textarea>
    </Labelled>
  );
}

export type Option = { readonly value: string; readonly text: string; readonly hint?: string };

export function Select(props: Shared & { readonly options: readonly Option[] }) {
  const { name, typed, options } = props;
  return (
    <Labelled {...props}>
      <select
        class={`govuk-select${props.faults[name] ? ' govuk-select--error' : ''}`}
        id={name}
        name={name}
        aria-describedby={describedBy(props)}
      >
        {options.map(({ value, text }) => (
          <option value={value} selected={value === typed[name]}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** One of a few. */
export function Radios(props: Shared & { readonly options: readonly Option[] }) {
  const { name, label, typed, options } = props;
  return (
    <Group {...props}>
      <fieldset class="govuk-fieldset" aria-describedby={describedBy(props)}>
        <legend class="govuk-fieldset__legend">{label}</legend>
        <HintAndFault {...props} />
        <div class="govuk-radios govuk-radios--small" data-module="govuk-radios">
          {options.map(({ value, text, hint }, index) => (
            <div class="govuk-radios__item">
              <input
                class="govuk-radios__input"
                id={index === 0 ? name : `${name}-${index}`}
                name={name}
                type="radio"
                value={value}
                checked={value === typed[name]}
              />
              <label class="govuk-label govuk-radios__label" for={index === 0 ? name : `${name}-${index}`}>
                {text}
              </label>
              {hint && <div class="govuk-hint govuk-radios__hint">{hint}</div>}
            </div>
          ))}
        </div>
      </fieldset>
    </Group>
  );
}

/** Yes when it is ticked. */
export function Checkbox(props: Shared) {
  const { name, label, typed } = props;
  return (
    <Group {...props}>
      <HintAndFault {...props} />
      <div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">
        <div class="govuk-checkboxes__item">
          <input
            class="govuk-checkboxes__input"
            id={name}
            name={name}
            type="checkbox"
            value="true"
            checked={typed[name] === 'true'}
            aria-describedby={describedBy(props)}
          />
          <label class="govuk-label govuk-checkboxes__label" for={name}>
            {label}
          </label>
        </div>
      </div>
    </Group>
  );
}

/** Names each fault and leads to its field (govuk-frontend: error summary). Stands above the heading. */
export function ErrorSummary({ faults }: { readonly faults: FieldFaults }) {
  const all = Object.entries(faults);
  if (all.length === 0) return null;
  return (
    <div class="govuk-error-summary" data-module="govuk-error-summary">
      <div role="alert">
        <h2 class="govuk-error-summary__title">{COMMON.errorSummary}</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {all.map(([name, message]) => (
              <li>
                <a href={`#${name}`}>{message}</a>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}

/** A title with faults says so first, so that a screen reader does. */
export function titleWith(faults: FieldFaults, title: string): string {
  return Object.keys(faults).length > 0 ? `${COMMON.errorPrefix}${title}` : title;
}

/** A field with its label above it. */
function Labelled(props: Omit<Shared, 'typed'> & { readonly children?: Child }) {
  return (
    <Group {...props}>
      <label class="govuk-label" for={props.name}>
        {props.label}
      </label>
      <HintAndFault {...props} />
      {props.children}
    </Group>
  );
}

function Group({ name, faults, children }: Pick<Shared, 'name' | 'faults'> & { readonly children?: Child }) {
  return <div class={`govuk-form-group${faults[name] ? ' govuk-form-group--error' : ''}`}>{children}</div>;
}

function HintAndFault({ name, hint, faults }: Pick<Shared, 'name' | 'hint' | 'faults'>) {
  return (
    <>
      {hint !== undefined && (
        <div class="govuk-hint" id={`${name}-hint`}>
          {hint}
        </div>
      )}
      {faults[name] && (
        <p class="govuk-error-message" id={`${name}-error`}>
          <span class="govuk-visually-hidden">{COMMON.visuallyHiddenError}</span> {faults[name]}
        </p>
      )}
    </>
  );
}

function describedBy({ name, hint, faults }: Pick<Shared, 'name' | 'hint' | 'faults'>): string | undefined {
  const ids = [...(hint === undefined ? [] : [`${name}-hint`]), ...(faults[name] ? [`${name}-error`] : [])];
  return ids.length > 0 ? ids.join(' ') : undefined;
}
