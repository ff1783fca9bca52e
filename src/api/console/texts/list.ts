/** The lists of dossiers (console §2). */
export const LIST = {
  heading: 'Hồ sơ',
  allDossiers: 'Tất cả hồ sơ',
  lists: 'Các danh sách',
  total: (total: string) => `${total} hồ sơ`,
  moreThan: (total: string) => `hơn ${total} hồ sơ`,
  found: (words: string) => `Tìm “${words}”`,
  notFound: (words: string) => `Không có hồ sơ nào mang mã số hay số điện thoại “${words}”.`,
  notFoundHelp: 'Hãy kiểm tra lại từng chữ số, hoặc chỉ gõ vài chữ số cuối của mã.',
  filtersEmpty: 'Không có hồ sơ nào hợp với các điều kiện lọc.',
  filters: 'Lọc danh sách',
  filterButton: 'Lọc',
  chips: 'Điều kiện đang lọc',
  takeOff: 'Bỏ điều kiện',
  takeOffAll: 'Bỏ tất cả',
  bad: 'Danh sách chưa hiện được vì có điều kiện sai. Hãy sửa chỗ được đánh dấu rồi bấm “Lọc”.',
  badCursor: 'Không mở được trang sau của danh sách này, vì địa chỉ đã cũ. Dưới đây là trang đầu.',
  badNumber: 'Mã số hoặc số điện thoại: hãy gõ lại số cần tìm',
  foreignAgency: 'Đơn vị: hãy chọn một đơn vị trong danh sách',
  period: (from: string) => `Hẹn trả đến ngày: không được trước ngày ${from}`,
  registerNew: 'Tiếp nhận hồ sơ',
  sortBy: 'sắp xếp theo cột này',
  numberHint: 'Đang tìm theo số điện thoại. Gõ vào đây để tìm điều khác.',
  wordsHint: 'Gõ cả mã, một phần của mã (từ 3 ký tự), hoặc số điện thoại.',
  any: 'Tất cả',
} as const;

/** The fields of the filter as the page names them. */
export const LIST_LABELS = {
  list: 'Danh sách',
  q: 'Mã số hoặc số điện thoại',
  agency: 'Đơn vị',
  procedure: 'Mã thủ tục',
  step: 'Bước',
  state: 'Trạng thái',
  dueFrom: 'Hẹn trả từ ngày',
  dueTo: 'Hẹn trả đến ngày',
  closed: 'Đang mở hay đã kết thúc',
  sort: 'Sắp xếp',
} as const;

export const SORT_WORDS = {
  due: 'Hẹn trả sớm nhất trước',
  '-due': 'Hẹn trả muộn nhất trước',
  received: 'Tiếp nhận lâu nhất trước',
  '-received': 'Tiếp nhận mới nhất trước',
  code: 'Mã số tăng dần',
  '-code': 'Mã số giảm dần',
} as const;

export const CLOSED_WORDS = { false: 'Đang mở', true: 'Đã kết thúc', any: 'Đang mở và đã kết thúc' } as const;
