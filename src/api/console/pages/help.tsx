import { DOSSIER_LISTS } from '../../../domain/dossier-lists.ts';
import { GATEWAY_STATES, REFUSAL_KINDS } from '../../../domain/gateway-state.ts';
import { INQUIRY_OUTCOMES } from '../../../domain/inquiry-outcome.ts';
import { NOTICE_KINDS, type NoticeKind } from '../../../domain/notice-key.ts';
import { NOTICE_STATUSES } from '../../../domain/notice-status.ts';
import { ROLES } from '../../../domain/roles.ts';
import { helpId, type HelpTopic } from '../help-address.ts';
import type { PageDeps, Pages } from '../page-deps.ts';
import { sampleText } from '../sample-text.ts';
import { renderPage } from '../render-page.tsx';
import { ALARM_HELP, FORM_HELP, HELP, KIND_HELP, REFUSAL_HELP, ROLE_HELP, STATUS_HELP, WORD_HELP, type HelpEntry } from '../texts/help.ts';
import {
  GATEWAY_STATE_WORDS,
  INQUIRY_OUTCOME_WORDS,
  KIND_WORDS,
  LIST_WORDS,
  REFUSAL_WORDS,
  ROLE_WORDS,
  STATUS_WORDS,
} from '../texts/words.ts';

/** Explains each list, status, alarm and word (console §5). */
export function helpPage(pages: Pages, deps: PageDeps): void {
  const { keyword, shortCode } = deps.inquirySettings;
  pages.get('/giup-do', deps.signedIn(ROLES, 'own'), (c) =>
    renderPage(c, deps, {
      title: HELP.title,
      content: (
        <>
          <h1 class="govuk-heading-l">{HELP.title}</h1>
          <Contents />
          <Story id="sms" {...HELP.sms} />
          <Words topic="kind" {...HELP.kinds} entries={KINDS} />
          <Texts office={officeOf(c.get('session').agencies, deps)} />
          <Story id="inquiry" title={HELP.inquiry.title} texts={HELP.inquiry.texts(keyword, shortCode)} />
          {SECTIONS.map(({ topic, title, intro, entries }) => (
            <Words topic={topic} title={title} intro={intro} entries={entries} />
          ))}
        </>
      ),
    }),
  );
}

/** The name that stands in the example texts: that of the person's first agency. */
function officeOf(own: readonly string[] | null, { agencies, findAgency }: PageDeps): string {
  const [first] = own ?? agencies;
  return (first === undefined ? null : findAgency(first))?.name ?? HELP.anyOffice;
}

type Section = { readonly topic: HelpTopic; readonly title: string; readonly intro: string; readonly entries: readonly HelpEntry[] };

const KINDS = NOTICE_KINDS.map((name) => ({ name, term: KIND_WORDS[name], text: KIND_HELP[name] }));

const SECTIONS: readonly Section[] = [
  {
    topic: 'inquiry',
    ...HELP.outcomes,
    entries: INQUIRY_OUTCOMES.map((name) => ({
      name,
      term: INQUIRY_OUTCOME_WORDS[name].text,
      text: sentence(INQUIRY_OUTCOME_WORDS[name].meaning),
    })),
  },
  {
    topic: 'list',
    ...HELP.lists,
    entries: DOSSIER_LISTS.map((name) => ({ name, term: LIST_WORDS[name].text, text: sentence(LIST_WORDS[name].meaning) })),
  },
  {
    topic: 'status',
    ...HELP.statuses,
    entries: NOTICE_STATUSES.map((name) => ({
      name,
      term: STATUS_WORDS[name].text,
      text: `${sentence(STATUS_WORDS[name].meaning)} ${STATUS_HELP[name]}`,
    })),
  },
  { topic: 'form', ...HELP.forms, entries: FORM_HELP },
  { topic: 'alarm', ...HELP.alarms, entries: ALARM_HELP },
  {
    topic: 'gateway',
    ...HELP.gateways,
    entries: GATEWAY_STATES.map((name) => ({
      name,
      term: GATEWAY_STATE_WORDS[name].text,
      text: sentence(GATEWAY_STATE_WORDS[name].meaning),
    })),
  },
  {
    topic: 'refusal',
    ...HELP.refusals,
    entries: REFUSAL_KINDS.map((name) => ({ name, term: REFUSAL_WORDS[name], text: REFUSAL_HELP[name] })),
  },
  { topic: 'word', ...HELP.words, entries: WORD_HELP },
  { topic: 'role', ...HELP.roles, entries: ROLES.map((name) => ({ name, term: ROLE_WORDS[name], text: ROLE_HELP[name] })) },
];

function sentence(meaning: string): string {
  return `${meaning}.`;
}

function Contents() {
  const links = [
    { id: 'sms', title: HELP.sms.title },
    { id: 'kind', title: HELP.kinds.title },
    { id: 'inquiry', title: HELP.inquiry.title },
    ...SECTIONS.map(({ topic, title }) => ({ id: topic === 'inquiry' ? 'outcomes' : topic, title })),
  ];
  return (
    <nav aria-label={HELP.contents} class="console-contents">
      <h2 class="govuk-heading-s">{HELP.contents}</h2>
      <ul class="govuk-list">
        {links.map(({ id, title }) => (
          <li>
            <a class="govuk-link" href={`#${id}`}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Story({ id, title, texts }: { readonly id: string; readonly title: string; readonly texts: readonly string[] }) {
  return (
    <section aria-labelledby={id}>
      <h2 class="govuk-heading-m" id={id}>
        {title}
      </h2>
      {texts.map((text) => (
        <p class="govuk-body">{text}</p>
      ))}
    </section>
  );
}

function Texts({ office }: { readonly office: string }) {
  return (
    <>
      <p class="govuk-body">{HELP.example}</p>
      {NOTICE_KINDS.map((kind: NoticeKind) => (
        <p class="govuk-body">
          <q class="console-message">{sampleText(kind, office)}</q>
        </p>
      ))}
    </>
  );
}

function Words({ topic, title, intro, entries }: Section) {
  const id = topic === 'inquiry' ? 'outcomes' : topic;
  return (
    <section aria-labelledby={id}>
      <h2 class="govuk-heading-m" id={id}>
        {title}
      </h2>
      <p class="govuk-body">{intro}</p>
      <dl class="console-words">
        {entries.map(({ name, term, text }) => (
          <div id={helpId(topic, name)}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
