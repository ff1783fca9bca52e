/** What stands where a page is refused. */
export const REFUSED = {
  forbidden: {
    title: 'Bạn không có quyền xem trang này',
    text: 'Trang này thuộc việc của người khác. Nếu bạn cần, hãy hỏi người vận hành của cơ quan.',
  },
  staleForm: {
    title: 'Biểu mẫu đã cũ, chưa có gì được ghi',
    text: 'Biểu mẫu được mở từ một lần đăng nhập khác. Hãy quay lại, tải lại trang rồi gửi lần nữa.',
  },
  missing: {
    title: 'Không tìm thấy',
    text: 'Không có hồ sơ hay trang này. Hãy kiểm tra lại mã số, hoặc tìm bằng ô tìm kiếm ở đầu trang.',
  },
  noSuchPage: {
    title: 'Không tìm thấy trang',
    text: 'Địa chỉ này không có trang nào. Có thể địa chỉ đã bị gõ nhầm hoặc bị cắt ngắn.',
  },
  failed: {
    title: 'Hệ thống gặp lỗi, xin thử lại',
    text: 'Việc vừa làm có thể chưa được ghi. Hãy quay lại trang trước và thử lại; nếu vẫn lỗi, hãy báo người vận hành mã số sau:',
  },
  unavailable: {
    title: 'Hệ thống đang tạm ngừng, xin thử lại sau ít phút',
    text: 'Chưa có gì được ghi. Những gì bạn đã gõ vẫn còn khi bạn quay lại trang trước. Mã số để báo người vận hành:',
  },
} as const;
