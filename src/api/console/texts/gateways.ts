/** The page of the gateways (console §5, requirements §11.4). */
export const GATEWAYS = {
  heading: 'Cổng tin nhắn',
  allAreWell: (count: number) => (count === 1 ? 'Cổng tin nhắn hoạt động' : `${count} cổng đều hoạt động`),
  notWell: (count: number, all: number) => `${count} trong ${all} cổng cần xem`,
  about: 'Tin nhắn được chia cho các cổng theo tỷ lệ của từng cổng. Cổng có tỷ lệ 0 chỉ nhận tin khi mọi cổng khác không gửi được.',
  help: 'Giải thích các trạng thái',
  state: 'Trạng thái',
  since: (minute: string) => `từ ${minute}`,
  unknown: { text: 'Chưa rõ', meaning: 'chưa có thông tin về cổng này', colour: 'grey' },
  away: 'Chia tin',
  awayText: (minute: string) => `Tạm không được chia tin từ ${minute}; mỗi phút cổng được thử một tin, gửi được thì trở lại.`,
  rate: 'Tốc độ',
  rateText: (rate: string) => `${rate} tin hoặc phần tin mỗi giây`,
  share: 'Tỷ lệ',
  shareText: (share: number, percent: string) => `${share} (${percent} số tin)`,
  noNotices: 'Chỉ nhận tin tra cứu, không gửi thông báo',
  shareSet: (by: string, minute: string, reason: string) => `${by} đặt lúc ${minute}: “${reason}”`,
  shareOfSettings: 'theo cấu hình',
  lastSuccess: 'Lần cuối nhận tin',
  noSuccess: 'Chưa nhận tin nào',
  refusals: 'Số lần không nhận tin',
  noRefusals: 'Chưa lần nào',
  change: 'Đổi tỷ lệ',
  ofGateway: (name: string) => ` của cổng ${name}`,
  changeOf: (name: string) => `Đổi tỷ lệ của cổng ${name}`,
  shareHint: (now: number) => `Số nguyên từ 0 đến 100, so với tỷ lệ của các cổng khác. Hiện nay là ${now}.`,
  reasonHint: 'Để người xem sau hiểu. Không ghi số điện thoại hay tên người dân.',
  submit: 'Đặt tỷ lệ',
  set: (name: string, share: number) => `Đã đặt tỷ lệ của cổng ${name} là ${share}. Các tin từ bây giờ được chia theo tỷ lệ mới.`,
} as const;

/** The fields of the form as the page names them. */
export const SHARE_LABELS = { share: 'Tỷ lệ', reason: 'Lý do' } as const;
