// The page is a view of the network: it asks once at each connection and then lives on the stream.

const PHONES_SHOWN = 200;

const FAULTS = [
  { kind: 'none', name: 'Bình thường', hint: 'Nhận tin, trả lời ngay' },
  { kind: 'slow', name: 'Chậm', hint: 'Nhận tin, trả lời muộn' },
  { kind: 'throttle', name: 'Quá tải', hint: 'Xin gửi chậm lại (429)' },
  { kind: 'reject', name: 'Từ chối', hint: 'Không gửi được tin này (422)' },
  { kind: 'never_answer', name: 'Nhận rồi im lặng', hint: 'Phát tin, không bao giờ trả lời' },
  { kind: 'cut', name: 'Nhận rồi ngắt', hint: 'Phát tin, cắt kết nối' },
  { kind: 'down', name: 'Mất kết nối', hint: 'Cắt ngay, không nhận gì' },
  { kind: 'unauthorized', name: 'Sai mật khẩu', hint: 'Không nhận người gửi (401)' },
];

const PROGRESS = {
  waiting: () => 'Đang gửi…',
  retrying: ({ reason }) => `Chưa có trả lời (${reason}), sẽ gửi lại`,
  silent: () => 'Đã nhận, không có tin trả lời',
  failed: ({ reason }) => `Không gửi được sau 3 lần (${reason})`,
};

const VIETNAM = { timeZone: 'Asia/Ho_Chi_Minh' };
const TIME = new Intl.DateTimeFormat('en-GB', { ...VIETNAM, hour: '2-digit', minute: '2-digit', second: '2-digit' });
const MINUTE = new Intl.DateTimeFormat('en-GB', { ...VIETNAM, hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { ...VIETNAM, day: '2-digit', month: '2-digit', year: 'numeric' });

const phones = new Map();
const bubbles = new Map();
const unread = new Set();
let shortCode = '8083';
let opened = readNumber(decodeURIComponent(location.hash.slice(1))) ?? null;

const $ = (id) => document.getElementById(id);

listen();
showFault({ kind: 'none' });
tick();
setInterval(tick, 1000);

$('finder').addEventListener('submit', (event) => {
  event.preventDefault();
  const number = readNumber($('finder-number').value);
  $('finder-hint').textContent = number ? '' : 'Xin nhập một số Việt Nam, ví dụ 0905 123 456.';
  if (!number) return;
  $('finder-number').value = '';
  void openPhone(number);
});

$('finder-number').addEventListener('input', () => {
  $('finder-hint').textContent = '';
  showPhones();
});

$('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = $('composer-text').value.trim();
  if (text && opened) void write(opened, text);
});

addEventListener('hashchange', () => {
  const number = readNumber(decodeURIComponent(location.hash.slice(1)));
  if (number && number !== opened) void openPhone(number);
});

function listen() {
  const stream = new EventSource('/api/stream');
  const on = (name, take) => stream.addEventListener(name, (event) => take(JSON.parse(event.data)));
  on('hello', (hello) => {
    $('link').dataset.state = 'live';
    shortCode = hello.shortCode;
    $('short-code').textContent = shortCode;
    $('composer-label').textContent = `Nhắn tới ${shortCode}`;
    showFault(hello.fault);
    void catchUp();
  });
  on('message', takeMessage);
  on('fault', showFault);
  stream.addEventListener('error', () => {
    $('link').textContent = 'Mất liên lạc, đang nối lại…';
    $('link').dataset.state = 'lost';
  });
}

async function catchUp() {
  for (const summary of await get('/api/phones')) phones.set(summary.phone, summary);
  const first = phones.keys().next().value;
  if (opened || first) await openPhone(opened ?? first);
  else showPhones();
}

async function openPhone(number) {
  if (number !== opened || bubbles.size === 0) clearMessages();
  opened = number;
  unread.delete(number);
  history.replaceState(null, '', `#${local(number).replaceAll(' ', '')}`);
  $('phone-owner').textContent = `Máy của ${local(number)}`;
  $('log').setAttribute('aria-label', `Tin nhắn của ${local(number)}`);
  for (const control of $('composer').elements) control.disabled = false;
  showPhones();
  document.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const messages = await get(`/api/phones/${encodeURIComponent(number)}/messages`);
  if (number !== opened) return;
  messages.forEach(showMessage);
  if (bubbles.size === 0) showEmpty();
  scrollDown();
}

function takeMessage(message) {
  const known = phones.get(message.phone);
  const isNew = !known || message.place > known.last.place;
  if (isNew) {
    phones.set(message.phone, { phone: message.phone, count: (known?.count ?? 0) + 1, last: message });
    if (message.phone !== opened) unread.add(message.phone);
    showPhones();
  }
  if (!opened) void openPhone(message.phone);
  else if (message.phone === opened) {
    const atEnd = isAtEnd();
    showMessage(message);
    if (atEnd || message.direction === 'written') scrollDown();
  }
}

async function write(from, text) {
  $('composer-text').value = '';
  const { error } = await post('/api/texts', { from, text });
  // What could not leave the page is not lost.
  if (error) $('composer-text').value = text;
}

function clearMessages() {
  bubbles.clear();
  $('messages').replaceChildren();
}

function showEmpty() {
  const empty = element('li', 'empty');
  empty.append(element('p', '', 'Chưa có tin nhắn.'), element('p', '', `Soạn MCKH <Mã số biên nhận> gửi ${shortCode}.`));
  $('messages').replaceChildren(empty);
}

function showMessage(message) {
  const shown = bubbles.get(message.id);
  if (shown && shown.version >= message.version) return;
  const item = bubbleOf(message);
  if (shown) shown.item.replaceWith(item);
  else {
    item.classList.add('new');
    const list = $('messages');
    list.querySelector('.empty')?.remove();
    const later = [...list.children].find((other) => Number(other.dataset.place) > message.place);
    list.insertBefore(item, later ?? null);
  }
  bubbles.set(message.id, { version: message.version, item });
  showDays();
}

function bubbleOf(message) {
  const item = element('li', `message ${message.direction}`);
  item.dataset.id = message.id;
  item.dataset.place = message.place;
  item.dataset.day = DAY.format(new Date(message.at));
  const bubble = element('div', 'bubble');
  bubble.append(element('span', 'unseen', message.direction === 'written' ? 'Tin gửi đi: ' : `Tin từ ${message.from}: `));
  bubble.append(element('span', 'text', message.text));
  const meta = element('p', 'meta');
  if (message.direction === 'received' && message.from !== shortCode) meta.append(element('span', 'sender', message.from));
  const time = element('time', '', TIME.format(new Date(message.at)));
  time.dateTime = message.at;
  meta.append(time, element('span', 'size', `${message.segments} tin · ${message.alphabet}`));
  if (message.charge !== null) meta.append(chargeMark(message.charge));
  if (message.delivered) meta.append(receiptMark(message));
  item.append(bubble, meta);
  const note = PROGRESS[message.progress]?.(message);
  if (note) item.append(element('p', `note ${message.progress}`, note));
  return item;
}

function chargeMark(charged) {
  return element('span', charged ? 'charge paid' : 'charge free', charged ? '1.000 đ' : 'miễn phí');
}

function receiptMark({ receipt }) {
  const told = { acknowledged: '✓✓', abandoned: '✓ ✗' }[receipt] ?? '✓';
  const said = { acknowledged: 'đã phát, đã báo', abandoned: 'đã phát, không báo được' }[receipt] ?? 'đã phát, đang báo';
  const mark = element('span', 'receipt', told);
  mark.title = said;
  mark.setAttribute('role', 'img');
  mark.setAttribute('aria-label', said);
  return mark;
}

function showDays() {
  const list = $('messages');
  let day = null;
  for (const item of list.querySelectorAll('.message')) {
    if (item.dataset.day === day) delete item.dataset.opens;
    else item.dataset.opens = dayName(item.dataset.day);
    day = item.dataset.day;
  }
}

function dayName(day) {
  return day === DAY.format(new Date()) ? 'Hôm nay' : day;
}

function showPhones() {
  const sought = $('finder-number').value.replaceAll(/\D/g, '').replace(/^84/, '0');
  const all = opened && !phones.has(opened) ? [{ phone: opened, count: 0, last: null }, ...phones.values()] : [...phones.values()];
  const sorted = all.sort((a, b) => (b.last?.place ?? Infinity) - (a.last?.place ?? Infinity));
  const found = sorted.filter(({ phone }) => local(phone).replaceAll(' ', '').includes(sought)).slice(0, PHONES_SHOWN);
  $('phones').replaceChildren(...found.map(phoneItem));
}

function phoneItem({ phone, count, last }) {
  const button = element('button', 'entry');
  button.type = 'button';
  if (phone === opened) button.setAttribute('aria-current', 'true');
  if (unread.has(phone)) button.classList.add('unread');
  const top = element('span', 'top');
  top.append(element('strong', '', local(phone)), element('span', 'when', last ? MINUTE.format(new Date(last.at)) : ''));
  const below = element('span', 'below');
  const said = last ? (last.direction === 'written' ? `Bạn: ${last.text}` : last.text) : 'Chưa có tin nhắn';
  below.append(element('span', 'said', said), element('span', 'count', count ? `${count}` : ''));
  button.append(top, below);
  if (unread.has(phone)) button.append(element('span', 'unseen', ' (tin mới)'));
  button.addEventListener('click', () => openPhone(phone));
  const item = element('li', '');
  item.append(button);
  return item;
}

function showFault(fault) {
  if ($('faults').children.length === 0) $('faults').append(...FAULTS.map(faultButton));
  for (const button of $('faults').children) button.setAttribute('aria-pressed', String(button.dataset.kind === fault.kind));
  const limits = [
    fault.share === undefined ? '' : `${Math.round(fault.share * 100)}\u00a0% số tin`,
    fault.to === undefined ? '' : `chỉ số ${local(fault.to)}`,
    fault.times === undefined ? '' : `còn ${fault.times} lần`,
    fault.kind === 'slow' ? `chậm ${(fault.delayMs ?? 3000) / 1000} giây` : '',
  ].filter(Boolean);
  const name = FAULTS.find(({ kind }) => kind === fault.kind)?.name ?? fault.kind;
  $('fault-now').textContent = fault.kind === 'none' ? 'Mạng đang bình thường.' : `Đang có sự cố: ${[name, ...limits].join(', ')}.`;
  document.body.classList.toggle('troubled', fault.kind !== 'none');
  if ($('link').dataset.state === 'live') $('link').textContent = fault.kind === 'none' ? 'Trực tiếp' : 'Đang có sự cố';
}

function faultButton({ kind, name, hint }) {
  const button = element('button', 'fault');
  button.type = 'button';
  button.dataset.kind = kind;
  button.append(element('strong', '', name), element('span', '', hint));
  button.addEventListener('click', () => post('/api/fault', { kind, ...(kind === 'none' ? {} : scopeOf(kind)) }));
  return button;
}

function scopeOf(kind) {
  const [share, times, delay] = ['scope-share', 'scope-times', 'scope-delay'].map((id) => $(id).value);
  return {
    ...(share && { share: Number(share) }),
    ...(times && { times: Number(times) }),
    ...(kind === 'slow' && delay && { delayMs: Number(delay) * 1000 }),
    ...($('scope-to').checked && opened && { to: opened }),
  };
}

function scrollDown() {
  $('log').scrollTop = $('log').scrollHeight;
}

function isAtEnd() {
  const { scrollTop, scrollHeight, clientHeight } = $('log');
  return scrollHeight - scrollTop - clientHeight < 80;
}

function tick() {
  $('clock').textContent = MINUTE.format(new Date());
}

/** `0905 123 456` from the wire's `84905123456`; another sender as it is. */
function local(number) {
  const parts = /^84(\d{2})(\d)(\d{3})(\d+)$/.exec(number);
  return parts ? `0${parts[1]}${parts[2]} ${parts[3]} ${parts[4]}` : number;
}

function readNumber(text) {
  const parts = /^(?:\+?84|0)([1-9]\d{8,9})$/.exec(text.replaceAll(/[\s.()-]/g, ''));
  return parts ? `84${parts[1]}` : null;
}

function element(name, className, text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

async function get(path) {
  return (await fetch(path)).json();
}

async function post(path, body) {
  try {
    const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return await response.json();
  } catch (error) {
    return { error: String(error) };
  }
}
