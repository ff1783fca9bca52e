import { PEOPLE } from '../texts/people.ts';
import type { FieldFaults, Option, Typed } from './fields.tsx';

type Props = { readonly options: readonly Option[]; readonly isBound: boolean; readonly typed: Typed; readonly faults: FieldFaults };

/** The agencies to which a person is bound. The fault of all of them is that of the field `agencies`. */
export function AgencyChoice({ options, isBound, typed, faults: { agencies: fault } }: Props) {
  return (
    <div class={`govuk-form-group${fault ? ' govuk-form-group--error' : ''}`}>
      <fieldset class="govuk-fieldset" aria-describedby={`agencies-hint${fault ? ' agencies-error' : ''}`}>
        <legend class="govuk-fieldset__legend">{PEOPLE.agencies}</legend>
        <div class="govuk-hint" id="agencies-hint">
          {isBound ? PEOPLE.agenciesHintBound : PEOPLE.agenciesHint}
        </div>
        {fault && (
          <p class="govuk-error-message" id="agencies-error">
            {fault}
          </p>
        )}
        <div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes">
          {options.map(({ value, text }, index) => (
            <div class="govuk-checkboxes__item">
              <input
                class="govuk-checkboxes__input"
                id={index === 0 ? 'agencies' : value}
                name={value}
                type="checkbox"
                value="true"
                checked={typed[value] === 'true'}
              />
              <label class="govuk-label govuk-checkboxes__label" for={index === 0 ? 'agencies' : value}>
                {text}
              </label>
            </div>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
