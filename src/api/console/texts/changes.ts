/** What somebody else did to a dossier meanwhile, each as the end of a sentence. */
export const CHANGES = {
  by: (actor: string, moment: string, what: string) => `${actor}, ${moment}: ${what}`,
  step: (step: string) => `chuyển đến bước “${step}”`,
  state: (state: string) => `ghi trạng thái “${state}”`,
  noState: 'bỏ trạng thái',
  dueDate: (dueDate: string) => `hẹn lại đến ngày ${dueDate}`,
  contact: 'sửa số điện thoại',
  informed: 'ghi đã báo người dân bằng cách khác',
  close: 'kết thúc hồ sơ',
  nothing: 'ghi một lần cập nhật không thay đổi gì',
} as const;
