// Everything works without this file; it adds what is quicker with it.
import { initAll } from './govuk.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();

// The key "/" goes to the search field, unless somebody is typing.
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select')) return;
  event.preventDefault();
  document.getElementById('search')?.focus();
});

// A page that shows what goes on (Hôm nay) takes over what has changed, part by part, so that focus and scroll stay where they are.
const live = document.querySelector('[data-live]');
if (live instanceof HTMLElement && live.dataset.live) listen(live);

function listen(shown) {
  const events = new EventSource(shown.dataset.live);
  events.addEventListener('message', ({ data }) => {
    if (data !== shown.dataset.version) void takeOver(shown);
  });
  // The browser asks again by itself, unless it got another answer: the session has ended, or the server is away.
  events.addEventListener('error', () => {
    if (events.readyState !== EventSource.CLOSED) return;
    void takeOver(shown);
    setTimeout(() => listen(shown), 30_000);
  });
}

let isTakingOver = false;
async function takeOver(shown) {
  if (isTakingOver) return;
  isTakingOver = true;
  try {
    const answer = await fetch(shown.dataset.content);
    if (answer.redirected) return location.reload();
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-live]');
    if (fresh instanceof HTMLElement) showFresh(shown, fresh);
  } catch {
    // The server is away; the next message comes when it is back.
  } finally {
    isTakingOver = false;
  }
}

function showFresh(shown, fresh) {
  for (const part of shown.querySelectorAll('[data-part]')) {
    const now = fresh.querySelector(`#${part.id}`);
    if (!now || now.innerHTML === part.innerHTML) continue;
    const focused = part.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null;
    part.replaceChildren(...now.childNodes);
    if (focused) part.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
  const count = document.querySelector('.console-navigation [aria-current] .console-count');
  if (count && fresh.dataset.count) count.textContent = fresh.dataset.count;
  document.title = document.title.replace(shown.dataset.title, fresh.dataset.title);
  Object.assign(shown.dataset, fresh.dataset);
}

// A form that sends messages shows them while it is filled in: it is sent for a look, and only what it would send is taken from the answer.
for (const form of document.querySelectorAll('form[data-preview]'))
  if (form instanceof HTMLFormElement) form.addEventListener('change', () => void preview(form));

let previews = 0;
async function preview(form) {
  const asked = ++previews;
  const fields = new FormData(form);
  fields.set('preview', 'true');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(fields) });
    if (answer.redirected || asked !== previews) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of form.querySelectorAll('[data-previewed]')) {
      const fresh = page.getElementById(part.id);
      if (part instanceof HTMLInputElement) part.value = fresh?.value ?? part.value;
      else if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    }
  } catch {
    // The server is away; the form shows its messages when it is sent.
  }
}
