import type { FieldErrorCode } from '../../problem-texts.ts';

/** Faults of which the API's text speaks to programs: it names values and forms that a person does not type. */
export const FIELD_FAULTS: Readonly<Partial<Record<FieldErrorCode, string>>> = {
  not_one_of: 'cần một trong các giá trị của danh sách',
  bad_day: 'cần một ngày có thật',
};
