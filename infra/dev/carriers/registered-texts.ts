/** The texts that the office has registered at each gateway, as requirements §2 words them. */
const REGISTERED = {
  result: {
    id: '1001',
    parameters: ['code', 'agency'],
    text: 'TB: Hồ sơ của quý ông/bà (MS: {1}) đã được giải quyết xong. Mời ông/bà đến Bộ phận Một cửa của {2} để nhận kết quả',
  },
  supplement: {
    id: '1002',
    parameters: ['code', 'agency'],
    text: 'TB: hồ sơ của quý ông/bà (MS: {1}) cần bổ sung theo quy định. Mời ông/bà đến Bộ phận Một cửa của {2} để nhận thông báo',
  },
  apology: {
    id: '1003',
    parameters: ['code', 'date', 'agency'],
    text: 'TB: hồ sơ của quý ông/bà (MS: {1}) chưa có kết quả vào ngày {2}. Ông/bà có thể đến Bộ phận Một cửa của {3} nhận Thông báo xin lỗi, hẹn lại thời gian trả kết quả hoặc đến nhận kết quả khi có tin nhắn tiếp theo',
  },
} as const;

/** As the product's settings name them. */
export const TEMPLATES = Object.fromEntries(Object.entries(REGISTERED).map(([name, { id, parameters }]) => [name, { id, parameters }]));

/** The text of a registered template with its parameters; null when there is no such template or a parameter is missing. */
export function textOfTemplate(id: string, parameters: readonly string[], encoding: 'unicode' | 'ascii'): string | null {
  const template = Object.values(REGISTERED).find((each) => each.id === id);
  if (template === undefined || template.parameters.length !== parameters.length) return null;
  const text = parameters.reduce<string>((filled, value, index) => filled.replace(`{${index + 1}}`, () => value), template.text);
  return encoding === 'ascii' ? withoutAccents(text) : text;
}

/** Whether a text is one of the registered ones with some values in it, with or without its accents. */
export function isRegistered(text: string): boolean {
  const plain = withoutAccents(text);
  return Object.values(REGISTERED).some(({ text: registered }) => fits(plain, withoutAccents(registered).split(/\{\d\}/)));
}

/** Whether the pieces stand in the text in their order, the first at its beginning and the last at its end, with something between them. */
function fits(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let place = first.length;
  for (const piece of [...rest, last]) {
    const found = text.indexOf(piece, place + 1);
    if (found < 0) return false;
    place = found + piece.length;
  }
  return true;
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}
