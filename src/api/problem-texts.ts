import type { FieldRefusal, Refusal } from '../domain/refusal.ts';
import type { Language } from './languages.ts';

/** One text in each language. `{name}` stands for a value. */
type Text = Readonly<Record<Language, string>>;

type HttpProblem =
  | 'unauthorized'
  | 'forbidden'
  | 'invalid'
  | 'malformed'
  | 'too_large'
  | 'headers_too_large'
  | 'request_timeout'
  | 'unavailable'
  | 'not_found'
  | 'method_not_allowed'
  | 'fault';
export type ProblemCode = Refusal | HttpProblem;

/** The title of every problem. */
export const TITLES = {
  unauthorized: { en: 'No valid API key or signature', vi: 'Không có khóa API hoặc chữ ký hợp lệ' },
  forbidden: { en: 'This key may not do this', vi: 'Khóa này không được làm việc này' },
  invalid: { en: 'The request has wrong or unknown fields', vi: 'Yêu cầu có trường sai hoặc trường không được biết đến' },
  malformed: { en: 'The request cannot be read', vi: 'Không đọc được yêu cầu' },
  too_large: { en: 'The request is larger than 64 KiB', vi: 'Yêu cầu lớn hơn 64 KiB' },
  headers_too_large: { en: 'The headers of the request are larger than 16 KiB', vi: 'Phần đầu của yêu cầu lớn hơn 16 KiB' },
  request_timeout: { en: 'The request did not arrive in time', vi: 'Yêu cầu không đến đủ trong thời gian cho phép' },
  unavailable: {
    en: 'A server behind this one does not answer; nothing was stored',
    vi: 'Một máy chủ phía sau không trả lời; chưa lưu gì cả',
  },
  not_found: { en: 'No such address', vi: 'Không có địa chỉ này' },
  method_not_allowed: { en: 'This address does not know this method', vi: 'Địa chỉ này không nhận phương thức này' },
  fault: { en: 'A fault of ours', vi: 'Lỗi của hệ thống' },
  dossier_conflict: {
    en: 'This receipt code is registered with other content',
    vi: 'Mã số biên nhận này đã được đăng ký với nội dung khác',
  },
  dossier_not_found: { en: 'No dossier has this receipt code', vi: 'Không có hồ sơ nào mang mã số biên nhận này' },
  dossier_closed: { en: 'The dossier is closed', vi: 'Hồ sơ đã kết thúc' },
  event_conflict: { en: 'This event id was used with other content', vi: 'Mã sự kiện này đã được dùng với nội dung khác' },
  too_many_events: { en: 'The dossier has its 2,000 events', vi: 'Hồ sơ đã có đủ 2.000 sự kiện' },
  changed_meanwhile: {
    en: 'The dossier has changed since the sender saw it',
    vi: 'Hồ sơ đã thay đổi kể từ lúc người gửi xem',
  },
  not_resendable: { en: 'This notice is not one that can be sent again', vi: 'Tin nhắn này không phải là tin được gửi lại' },
} as const satisfies Record<ProblemCode, Text>;

/** What a problem says of this one request: what was expected, and what came. */
export const DETAILS = {
  fields: { en: 'wrong or unknown fields: {paths}', vi: 'trường sai hoặc không được biết đến: {paths}' },
  no_route: { en: 'no route {method} {path}', vi: 'không có đường dẫn {method} {path}' },
  no_notice: { en: 'no notice has the key {key}', vi: 'không có tin nhắn nào mang khóa {key}' },
  no_gateway: { en: 'no gateway has the name {name}', vi: 'không có cổng tin nhắn nào tên {name}' },
  no_dossier: { en: 'no dossier has the receipt code {code}', vi: 'không có hồ sơ nào mang mã số biên nhận {code}' },
  other_method: { en: 'expected {allow}, came {method}', vi: 'cần {allow}, nhận được {method}' },
  no_key: {
    en: 'expected the header Authorization: Bearer <secret> with a known key',
    vi: 'cần phần đầu Authorization: Bearer <secret> với một khóa đã biết',
  },
  no_signature: {
    en: 'expected a valid webhook signature, or the way in which this gateway identifies itself',
    vi: 'cần chữ ký webhook hợp lệ, hoặc cách mà cổng tin nhắn này dùng để chứng minh mình',
  },
  other_role: { en: 'expected a key of role {roles}, this one is {role}', vi: 'cần khóa có vai trò {roles}, khóa này là {role}' },
  bound_key: {
    en: 'expected a key for all agencies, this one is bound to {agencies}',
    vi: 'cần khóa dùng cho mọi cơ quan, khóa này chỉ dùng cho {agencies}',
  },
  foreign_agency: {
    en: 'expected an agency to which this key is bound: {agencies}',
    vi: 'cần cơ quan mà khóa này được dùng: {agencies}',
  },
  not_json: { en: 'expected the content type application/json in UTF-8', vi: 'cần kiểu nội dung application/json theo UTF-8' },
  not_xml: { en: 'expected one XML document in UTF-8', vi: 'nội dung phải là một tài liệu XML theo UTF-8' },
  not_utf8: { en: 'expected a body in UTF-8', vi: 'nội dung phải theo bảng mã UTF-8' },
  broken_json: { en: 'expected one JSON value', vi: 'nội dung phải là một giá trị JSON' },
  cut_short: { en: 'the request ended before it was whole', vi: 'yêu cầu bị ngắt trước khi đến đủ' },
  broken_address: { en: 'expected a path and a Host that can be read', vi: 'cần đường dẫn và Host đọc được' },
  broken_http: { en: 'expected a request of HTTP/1.1', vi: 'cần yêu cầu theo HTTP/1.1' },
  registered_otherwise: {
    en: 'dossier {code} is registered with other content',
    vi: 'hồ sơ {code} đã được đăng ký với nội dung khác',
  },
  event_refused: { en: 'dossier {code}, event {eventId}: {refusal}', vi: 'hồ sơ {code}, sự kiện {eventId}: {refusal}' },
  resend_status: {
    en: 'notice {key} cannot be sent again: it is {status}',
    vi: 'không gửi lại được tin nhắn {key}: trạng thái là {status}',
  },
  resend_no_phone: {
    en: 'notice {key} cannot be sent again: the dossier has no usable telephone number',
    vi: 'không gửi lại được tin nhắn {key}: hồ sơ chưa có số điện thoại dùng được',
  },
  resend_early: { en: 'notice {key} cannot be sent again: it is not due yet', vi: 'không gửi lại được tin nhắn {key}: chưa đến giờ gửi' },
  resend_untrue: {
    en: 'notice {key} cannot be sent again: it is no longer true: {reason}',
    vi: 'không gửi lại được tin nhắn {key}: nội dung không còn đúng: {reason}',
  },
  nothing_ordered: { en: 'Temporal does not answer: nothing was ordered', vi: 'Temporal không trả lời: chưa ra lệnh gửi gì' },
} as const satisfies Record<string, Text>;
export type DetailCode = keyof typeof DETAILS;

/** Why a field is refused: the closed list of `errors[].code` (contract §2). */
export const FIELD_ERRORS = {
  missing: { en: 'expected a value, came none', vi: 'thiếu giá trị' },
  unknown_field: { en: 'unknown field', vi: 'trường không được biết đến' },
  wrong_type: { en: 'expected {expected}', vi: 'cần kiểu {expected}' },
  not_one_of: { en: 'expected one of {choices}', vi: 'cần một trong các giá trị {choices}' },
  empty: { en: 'expected a text that is not empty', vi: 'không được để trống' },
  too_long: { en: 'expected at most {max} characters', vi: 'tối đa {max} ký tự' },
  control_characters: {
    en: 'expected one line of text without control characters',
    vi: 'cần một dòng chữ, không có ký tự điều khiển',
  },
  broken_characters: { en: 'expected whole Unicode characters', vi: 'có ký tự Unicode bị hỏng' },
  too_short: { en: 'expected at least {min} characters', vi: 'cần ít nhất {min} ký tự' },
  bad_receipt_code: { en: 'expected 6 to 30 characters of 0-9 A-Z . - /', vi: 'cần 6 đến 30 ký tự trong 0-9 A-Z . - /' },
  bad_day: { en: 'expected a day that exists, YYYY-MM-DD', vi: 'cần một ngày có thật, dạng YYYY-MM-DD' },
  bad_instant: {
    en: 'expected RFC 3339 with an offset, e.g. 2026-11-23T08:15:00+07:00',
    vi: 'cần thời điểm theo RFC 3339 có múi giờ, ví dụ 2026-11-23T08:15:00+07:00',
  },
  bad_moment: { en: 'expected a day YYYY-MM-DD or RFC 3339 with an offset', vi: 'cần ngày YYYY-MM-DD hoặc thời điểm RFC 3339 có múi giờ' },
  bad_limit: { en: 'expected a whole number from 1 to 200', vi: 'cần số nguyên từ 1 đến 200' },
  bad_cursor: { en: 'expected the nextCursor of an earlier answer', vi: 'cần nextCursor của một trả lời trước' },
  step_or_state: { en: 'expected a step, a state or both', vi: 'cần step, state hoặc cả hai' },
  bad_share: { en: 'expected a whole number from 0 to 100', vi: 'cần số nguyên từ 0 đến 100' },
  telephone_number: { en: 'expected a text without a telephone number', vi: 'không được ghi số điện thoại' },
  unknown_gateway: { en: 'expected one of {known}', vi: 'cần một trong các cổng tin nhắn {known}' },
  takes_no_notices: { en: 'expected a gateway that takes notices', vi: 'cổng này chỉ nhận tin tra cứu, không gửi thông báo' },
  unknown_agency: { en: 'expected one of {known}', vi: 'cần một trong các mã cơ quan {known}' },
  which_agency: {
    en: 'expected one of {known}, because the key is bound to more than one',
    vi: 'cần một trong các mã cơ quan {known}, vì khóa này dùng cho nhiều cơ quan',
  },
  received_in_the_future: {
    en: 'expected an instant not more than 5 minutes in the future',
    vi: 'thời điểm không được quá 5 phút trong tương lai',
  },
  occurred_in_the_future: {
    en: 'expected an instant not more than 5 minutes in the future',
    vi: 'thời điểm không được quá 5 phút trong tương lai',
  },
  due_before_receipt: {
    en: 'expected a day not before the day of receipt, {receivedOn}',
    vi: 'không được trước ngày tiếp nhận {receivedOn}',
  },
  notice_unknown: { en: 'expected the key of a notice of this dossier', vi: 'cần khóa của một tin nhắn thuộc hồ sơ này' },
  bad_seq: { en: 'expected the number of an event', vi: 'cần số thứ tự của một sự kiện' },
  period_ends_before_it_begins: { en: 'expected a day not before {from}', vi: 'không được trước ngày {from}' },
} as const satisfies Record<string, Text> & Record<FieldRefusal['kind'], Text>;
export type FieldErrorCode = keyof typeof FIELD_ERRORS;

export function isFieldErrorCode(text: string): text is FieldErrorCode {
  return Object.hasOwn(FIELD_ERRORS, text);
}

export type Values = Readonly<Record<string, string | number>>;

/** The text in this language, with its values in their places. */
export function tell(text: Text, language: Language, values: Values = {}): string {
  return text[language].replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
