import { isProblem } from '../../../domain/notice-status.ts';
import type { Attention } from '../../../services/read-attention.ts';
import { helpOf } from '../help-address.ts';
import { printMinute } from '../moments.ts';
import { TODAY } from '../texts/today.ts';
import { GATEWAY_STATE_WORDS, STATUS_WORDS } from '../texts/words.ts';

type Matter = { readonly sentence: string; readonly href: string; readonly link: string };

/** What somebody should look after, a sentence and a link each (console §4). */
export function AttentionList({ attention }: { readonly attention: Attention }) {
  const matters = [
    ...gatewayMatters(attention),
    ...undeliveredMatters(attention),
    ...delayedMatters(attention),
    ...unreachedMatters(attention),
  ];
  if (matters.length === 0) return <p class="govuk-body">{TODAY.allIsWell}</p>;
  return (
    <ul class="govuk-list govuk-list--bullet govuk-list--spaced">
      {matters.map(({ sentence, href, link }) => (
        <li>
          {sentence}{' '}
          <a class="govuk-link govuk-link--no-visited-state" href={href}>
            {link}
          </a>
        </li>
      ))}
    </ul>
  );
}

function gatewayMatters({ gateways }: Attention): Matter[] {
  return gateways.map(({ name, state, since, awaySince }) => {
    const isAwayAlone = awaySince !== null && state === 'ok';
    const meaning = isAwayAlone ? TODAY.gatewayAway : state === 'unknown' ? TODAY.gatewayUnknown : GATEWAY_STATE_WORDS[state].meaning;
    const from = isAwayAlone ? awaySince : since;
    const sentence = TODAY.gateway(name, meaning, from === null ? '' : TODAY.since(printMinute(from)));
    return { sentence, href: '/cong-tin', link: TODAY.gatewayLink };
  });
}

function undeliveredMatters({ undelivered }: Attention): Matter[] {
  if (undelivered === 0) return [];
  return [{ sentence: TODAY.undelivered(undelivered), href: helpOf('alarm', 'outbox_undelivered_events'), link: TODAY.undeliveredLink }];
}

function delayedMatters({ delayed }: Attention): Matter[] {
  if (delayed === 0) return [];
  const { text } = STATUS_WORDS.created;
  return [{ sentence: TODAY.delayed(delayed), href: '/tin-nhan?status=created', link: TODAY.problemLink(text) }];
}

/** What failed, by its status, and then whom somebody still has to tell. */
function unreachedMatters({ unreached }: Attention): Matter[] {
  const problems = unreached.filter(({ status }) => isProblem(status));
  const all = unreached.reduce((sum, { count }) => sum + count, 0);
  return [
    ...problems.map(({ status, count }) => ({
      sentence: TODAY.problem(count, STATUS_WORDS[status].meaning),
      href: `/tin-nhan?${new URLSearchParams({ status }).toString()}`,
      link: TODAY.problemLink(STATUS_WORDS[status].text),
    })),
    ...(all > 0 ? [{ sentence: TODAY.unreached(all), href: '/chua-bao', link: TODAY.unreachedLink }] : []),
  ];
}
