/** What a dossier's line shows (console §2). */
export const DOSSIER_LINE = {
  code: 'Mã số',
  procedure: 'Thủ tục',
  step: 'Bước',
  dueDate: 'Hẹn trả',
  remaining: 'Thời hạn',
  lastNotice: 'Tin cuối',
  noDueDate: 'Không có hạn',
  hasResult: 'Đã có kết quả',
  noNotice: 'Chưa có tin nào',
  round: (round: number) => `lần ${round}`,
} as const;
