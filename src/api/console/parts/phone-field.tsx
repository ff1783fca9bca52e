import { phoneRead } from '../phone-read.ts';
import { TextField, type FieldFaults, type Typed } from './fields.tsx';

type Props = { readonly label: string; readonly hint: string; readonly typed: Typed; readonly faults: FieldFaults };

/** A citizen's number, with what it was read as beside it. A number that cannot be used is no fault (requirements §3.3). */
export function PhoneField({ label, hint, typed, faults }: Props) {
  const shown = (
    <>
      {hint}{' '}
      <strong id="phone-read" class="console-phone-read" data-previewed>
        {phoneRead(typed['phone'])}
      </strong>
    </>
  );
  return <TextField name="phone" label={label} type="tel" width={20} inputmode="tel" hint={shown} typed={typed} faults={faults} />;
}
