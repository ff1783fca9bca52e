import type { NoticeKind } from '../../../domain/notice-key.ts';
import type { NoticeStatus } from '../../../domain/notice-status.ts';
import type { RefusalKind } from '../../../domain/gateway-state.ts';
import type { Role } from '../../../domain/roles.ts';

export const HELP = {
  title: 'Giúp đỡ',
  contents: 'Trong trang này',
  example: 'Câu mẫu, với mã 0101701234:',
  anyOffice: 'cơ quan',
  sms: {
    title: 'Tin nhắn tự động hoạt động thế nào',
    texts: [
      'Theo thông báo năm 2017, hệ thống tự nhắn tin cho người dân ba việc: đã có kết quả, cần bổ sung giấy tờ, và xin lỗi khi sắp trễ hẹn. Người dân không phải trả tiền cho các tin này.',
      'Không ai bấm nút gửi. Tin đi theo những gì bạn ghi nhận: hồ sơ đến bước nào, chờ gì, hẹn ngày nào. Vì vậy mỗi biểu mẫu cho xem trước tin sẽ gửi, từng chữ.',
      'Mỗi tin chỉ gửi một lần. Thủ tục giải quyết ngay trong ngày không có tin nào.',
    ],
  },
  inquiry: {
    title: 'Người dân tra cứu bằng tin nhắn',
    texts: (keyword: string, shortCode: string) => [
      `Người dân soạn ${keyword} <mã số biên nhận> gửi ${shortCode}, ví dụ: ${keyword} 0101701234. Dấu cách, chữ hoa hay thường, có dấu hay không đều được.`,
      'Cước là 1.000 đồng cho một lần được trả lời tình trạng hồ sơ, không giới hạn số lần hỏi cho mỗi hồ sơ. Mọi câu trả lời khác không tính tiền. Ai biết mã cũng hỏi được; câu trả lời không có tên và không có số điện thoại.',
      'Để chặn máy nhắn tự động, một số điện thoại được hỏi 30 lần trong 10 phút, và hỏi mã không có 10 lần trong một giờ (cơ quan có thể đặt khác). Quá giới hạn, số đó được báo một lần rồi không được trả lời nữa cho đến khi hết thời gian, và không bị tính tiền.',
    ],
  },
  lists: { title: 'Các danh sách hồ sơ', intro: 'Hồ sơ gấp nhất đứng đầu mỗi danh sách.' },
  kinds: { title: 'Các loại tin nhắn', intro: 'Mỗi loại tin có một câu mẫu, giữ đúng từng chữ của thông báo năm 2017.' },
  statuses: { title: 'Trạng thái của tin nhắn', intro: 'Mỗi tin ở một trong các trạng thái sau, kèm việc bạn nên làm.' },
  outcomes: { title: 'Kết quả của tin tra cứu', intro: 'Chỉ “Đã trả lời” là tính tiền.' },
  forms: { title: 'Các biểu mẫu', intro: 'Trước khi gửi, mỗi biểu mẫu nói tin nào sẽ đi, hoặc vì sao không có tin nào.' },
  alarms: { title: 'Các cảnh báo', intro: 'Những điều cần người xem, và ai nên xem.' },
  gateways: { title: 'Trạng thái của cổng tin nhắn', intro: 'Cổng tin nhắn là nhà cung cấp chuyển tin đến nhà mạng.' },
  refusals: { title: 'Cổng tin nhắn từ chối', intro: 'Những cách cổng trả lời khi không nhận tin.' },
  words: { title: 'Các từ khác', intro: 'Những từ có trên các trang.' },
  roles: { title: 'Các vai trò', intro: 'Mỗi người thấy và làm những gì vai trò cho phép, với hồ sơ của đơn vị mình.' },
} as const;

/** When each kind is sent. */
export const KIND_HELP: Readonly<Record<NoticeKind, string>> = {
  result: 'gửi mỗi khi hồ sơ đến bước “Trả kết quả”, dù sớm, đúng hay trễ hạn.',
  supplement: 'gửi khi hồ sơ vừa ở trạng thái “Chờ bổ sung” vừa ở bước “Bộ phận Một cửa”, mỗi đợt một lần. Thời hạn tạm dừng trong đợt đó.',
  apology:
    'gửi lúc 17:30 (cơ quan có thể đặt giờ khác) của ngày liền trước ngày hẹn, kể cả ngày nghỉ, nếu khi đó hồ sơ chưa ở bước “Trả kết quả”. Mỗi ngày hẹn chỉ xin lỗi một lần; hồ sơ đã quá hạn không bị xin lỗi thêm.',
};

/** What to do about each status. */
export const STATUS_HELP: Readonly<Record<NoticeStatus, string>> = {
  created: 'Không cần làm gì; nếu chờ lâu, xem cổng tin nhắn.',
  sending: 'Không cần làm gì.',
  sent: 'Không cần làm gì; sau 72 giờ không có báo phát, tin thành “Chưa đến được”.',
  delivered: 'Không cần làm gì.',
  skipped: 'Nếu thiếu số: xin số của người dân và sửa số, rồi nhờ người vận hành gửi lại, hoặc báo bằng cách khác.',
  superseded: 'Không cần làm gì; có kết quả trước khi lời xin lỗi đi là một ví dụ.',
  missed: 'Gọi cho người dân rồi ghi “Đã báo”. Tin xin lỗi bị lỡ không gửi lại; các tin khác người vận hành gửi lại được.',
  temporary_failure: 'Người vận hành gửi lại được; hoặc gọi cho người dân rồi ghi “Đã báo”.',
  permanent_failure: 'Kiểm tra số với người dân, sửa số, rồi gửi lại hoặc ghi “Đã báo”.',
  technical_failure: 'Xem cổng tin nhắn có lỗi gì, rồi gửi lại.',
  uncertain:
    'Tin báo kết quả và tin bổ sung tự gửi lại một lần sau 15 phút nếu không có báo phát. Gửi lại bằng tay qua cổng khác thì người dân có thể nhận tin hai lần.',
};

export type HelpEntry = { readonly name: string; readonly term: string; readonly text: string };

/** By the last part of each form's address. */
export const FORM_HELP: readonly HelpEntry[] = [
  {
    name: 'moi',
    term: 'Tiếp nhận hồ sơ',
    text: 'ghi hồ sơ mới với mã số biên nhận, thủ tục, số điện thoại, ngày tiếp nhận và ngày hẹn trả.',
  },
  {
    name: 'chuyen-buoc',
    term: 'Chuyển bước',
    text: 'ghi hồ sơ đang ở bước nào và chờ gì; đến “Trả kết quả” thì tin báo kết quả đi ngay.',
  },
  {
    name: 'bo-sung',
    term: 'Yêu cầu bổ sung',
    text: 'đưa hồ sơ về Bộ phận Một cửa ở trạng thái “Chờ bổ sung”: người dân được nhắn, thời hạn tạm dừng.',
  },
  { name: 'tra-ket-qua', term: 'Trả kết quả', text: 'đưa hồ sơ đến bước “Trả kết quả”: người dân được nhắn đến nhận.' },
  {
    name: 'hen-lai',
    term: 'Hẹn lại',
    text: 'đặt ngày hẹn mới. Hẹn lại có lý do không làm hồ sơ trễ thành đúng hạn; bổ sung giấy tờ và sửa ngày ghi nhầm thì dời ngày xét.',
  },
  { name: 'so-dien-thoai', term: 'Sửa số điện thoại', text: 'thay số của người dân. Tin đã bỏ qua vì thiếu số không tự gửi lại.' },
  {
    name: 'da-bao',
    term: 'Đã báo cách khác',
    text: 'ghi rằng người dân đã biết nhờ gọi điện, gặp trực tiếp hoặc gửi thư. Không gửi tin nào.',
  },
  { name: 'ket-thuc', term: 'Kết thúc', text: 'đóng hồ sơ: đã trả kết quả, người dân rút, hoặc từ chối. Sau đó không còn tin nào đi.' },
  { name: 'gui-lai', term: 'Gửi lại', text: 'người vận hành gửi lại một tin không đến được, bị lỡ hoặc không rõ, khi nội dung vẫn đúng.' },
  {
    name: 'ty-le',
    term: 'Đặt tỷ lệ của cổng',
    text: 'người vận hành chia tin giữa các cổng, kèm lý do; tỷ lệ 0 là chỉ dùng khi mọi cổng khác nghỉ.',
  },
];

/** By the names that metrics and warnings have. */
export const ALARM_HELP: readonly HelpEntry[] = [
  {
    name: 'sms_gateway_alarm',
    term: 'Cổng tin nhắn dừng',
    text: 'cổng từ chối tài khoản, cấu hình, hoặc đã hết tiền: không tin nào đi qua cổng này cho đến khi người vận hành sửa. Không tin nào bị mất.',
  },
  {
    name: 'sms_gateway_up',
    term: 'Cổng tin nhắn không trả lời',
    text: 'cổng không trả lời 5 lần liên tiếp; tin được thử lại, hoặc đi qua cổng khác.',
  },
  {
    name: 'dossier_problem',
    term: 'Hồ sơ có vấn đề (DossierProblem)',
    text: 'một tin của hồ sơ đã lỡ, không đến được hoặc không rõ. Hồ sơ có ở “Chưa báo được” cho đến khi người dân được báo.',
  },
  {
    name: 'unknown_agencies',
    term: 'Đơn vị chưa được khai báo',
    text: 'hồ sơ của một đơn vị mà cấu hình không có: tin của đơn vị đó chờ, vì không bao giờ được ký tên đơn vị khác. Người vận hành bổ sung cấu hình.',
  },
  {
    name: 'outbox_undelivered_events',
    term: 'Ghi nhận chưa được xử lý',
    text: 'việc đã ghi vào nhật ký mà bộ phận gửi tin chưa nhận. Không mất gì; nếu kéo dài, người vận hành xem Temporal.',
  },
  {
    name: 'inquiry_charge_differences',
    term: 'Chênh lệch cước tra cứu',
    text: 'tin tra cứu, câu trả lời và tiền của ngày hôm trước không khớp; người vận hành xem từng dòng và hoàn tiền nếu cần.',
  },
  {
    name: 'dossier_many_events',
    term: 'Quá nhiều ghi nhận',
    text: 'hồ sơ có từ 1.600 ghi nhận; tối đa là 2.000. Thường là phần mềm Một cửa gửi lặp lại.',
  },
  {
    name: 'older_than_in_force',
    term: 'Ghi nhận đến muộn',
    text: 'việc xảy ra trước bước đang có hiệu lực: được giữ trong diễn biến, không thay đổi hồ sơ.',
  },
  {
    name: 'reappointed_before',
    term: 'Hẹn lại lần thứ hai',
    text: 'hồ sơ đã được hẹn lại trước đó; luật chỉ cho một lần. Vẫn được ghi, và được thống kê.',
  },
];

export const REFUSAL_HELP: Readonly<Record<RefusalKind, string>> = {
  destination: 'số này không nhận được tin; tin thành “Không đến được”.',
  content: 'cổng hoặc nhà mạng không nhận nội dung này; tin thành “Không đến được”, người vận hành hỏi cổng.',
  throttled: 'cổng nhận quá nhiều tin một lúc; tin chờ và được thử lại.',
  balance: 'tài khoản ở cổng hết tiền; việc gửi dừng và có cảnh báo.',
  configuration: 'tài khoản, tên người gửi hoặc cách gọi bị từ chối; việc gửi dừng và có cảnh báo.',
  unavailable: 'cổng không trả lời hoặc báo lỗi; tin được thử lại.',
  unknown: 'mất câu trả lời của cổng: không biết tin đã được nhận hay chưa.',
};

export const WORD_HELP: readonly HelpEntry[] = [
  {
    name: 'dung-han',
    term: 'Đúng hạn',
    text: 'hôm nay chưa qua ngày hẹn dùng để xét, hoặc kết quả có trong hay trước ngày đó. Chính ngày hẹn vẫn là đúng hạn.',
  },
  { name: 'tre-han', term: 'Trễ hạn', text: 'đã qua ngày hẹn dùng để xét mà chưa có kết quả, hoặc kết quả có sau ngày đó.' },
  { name: 'con-ngay', term: 'Còn 2 ngày, Hôm nay, Quá 1 ngày', text: 'số ngày theo lịch đến ngày hẹn trả, hoặc từ ngày hẹn trả.' },
  { name: 'tam-dung', term: 'Tạm dừng', text: 'thời hạn không chạy trong khi chờ người dân bổ sung giấy tờ ở Bộ phận Một cửa.' },
  { name: 'ngay-hen', term: 'Ngày hẹn trả', text: 'ngày đang có hiệu lực; tin xin lỗi đi vào chiều ngày liền trước.' },
  {
    name: 'ngay-xet',
    term: 'Ngày hẹn dùng để xét',
    text: 'ngày hẹn lần đầu; chỉ dời khi bổ sung giấy tờ hoặc sửa ngày ghi nhầm, không dời khi hẹn lại có lý do.',
  },
  { name: 'buoc', term: 'Bước', text: 'hồ sơ đang ở đâu. Hai bước có tên cố định: “Bộ phận Một cửa” và “Trả kết quả”.' },
  { name: 'trang-thai', term: 'Trạng thái của hồ sơ', text: 'hồ sơ đang chờ gì. Một trạng thái có tên cố định: “Chờ bổ sung”.' },
  {
    name: 'ma-so',
    term: 'Mã số biên nhận',
    text: 'mã in trên Giấy biên nhận hồ sơ và hẹn trả kết quả. Gõ hoa hay thường, có dấu chấm, gạch hay không đều là một mã.',
  },
  {
    name: 'doan',
    term: 'Số đoạn',
    text: 'tin dài được chia thành nhiều đoạn khi gửi; nhà mạng tính tiền theo đoạn. Máy người nhận ghép lại thành một tin.',
  },
  {
    name: 'bao-phat',
    term: 'Báo phát',
    text: 'nhà mạng cho biết tin đã đến máy hay chưa. Có cổng không gửi báo phát; khi đó “Đã gửi” là trạng thái cuối.',
  },
  {
    name: 'trong-ngay',
    term: 'Giải quyết ngay trong ngày',
    text: 'thủ tục có kết quả trong ngày nhận: không có tin nhắn nào, nhưng tra cứu vẫn được trả lời.',
  },
  { name: 'duoc-cuu', term: 'Được cứu', text: 'lúc 15:00 hồ sơ sẽ phải xin lỗi, nhưng đến giờ gửi thì không còn phải xin lỗi.' },
  { name: 'nhat-ky', term: 'Nhật ký', text: 'mọi việc đã ghi nhận, theo thứ tự; không ai sửa hay xóa được mà không bị phát hiện.' },
  { name: 'so-che', term: '0905 *** 456', text: 'số điện thoại được che. Số đầy đủ chỉ có trong cơ sở dữ liệu và ở cổng tin nhắn.' },
];

export const ROLE_HELP: Readonly<Record<Role, string>> = {
  clerk: 'tiếp nhận hồ sơ, ghi nhận mọi việc của hồ sơ và báo cho người dân.',
  operator: 'trông coi việc gửi tin, gửi lại, cổng tin nhắn, tin tra cứu và tài khoản.',
  auditor: 'xem và kiểm tra: nhật ký, vì sao có hay không có tin, vì sao đúng hay trễ hạn. Không thay đổi gì.',
};
