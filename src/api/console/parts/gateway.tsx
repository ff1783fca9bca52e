import { REFUSAL_KINDS } from '../../../domain/gateway-state.ts';
import type { ListedGateway } from '../../../services/list-gateways.ts';
import { printMinute } from '../moments.ts';
import { printNumber } from '../print-number.ts';
import { GATEWAYS } from '../texts/gateways.ts';
import { GATEWAY_STATE_WORDS, REFUSAL_WORDS, type Word } from '../texts/words.ts';
import { Tag } from './tag.tsx';
import { Fact } from './fact.tsx';

type GatewayProps = {
  readonly gateway: ListedGateway;
  /** Of the shares of all gateways that send. */
  readonly sum: number;
  readonly takesNotices: boolean;
  /** Where its share is set; null for who may not. */
  readonly shareAddress: string | null;
};

/** How one gateway is (requirements §8.3, §11.4). */
export function Gateway({ gateway, sum, takesNotices, shareAddress }: GatewayProps) {
  const { name, state, since, rate, awaySince, lastSuccessAt } = gateway;
  const { text, meaning, colour }: Word = state === 'unknown' ? GATEWAYS.unknown : GATEWAY_STATE_WORDS[state];
  return (
    <section>
      <h2 class="govuk-heading-m">{name}</h2>
      <dl class="govuk-summary-list">
        <Fact name={GATEWAYS.state}>
          <Tag text={text} colour={colour} /> {since !== null && `${GATEWAYS.since(printMinute(since))}: `}
          {meaning}
        </Fact>
        {awaySince !== null && <Fact name={GATEWAYS.away}>{GATEWAYS.awayText(printMinute(awaySince))}</Fact>}
        <Fact name={GATEWAYS.rate}>{GATEWAYS.rateText(printNumber(rate))}</Fact>
        <Fact name={GATEWAYS.share}>
          {takesNotices ? <Share gateway={gateway} sum={sum} /> : GATEWAYS.noNotices}
          {takesNotices && shareAddress !== null && (
            <p class="govuk-body console-fact-link">
              <a class="govuk-link govuk-link--no-visited-state" href={shareAddress}>
                {GATEWAYS.change}
                <span class="govuk-visually-hidden">{GATEWAYS.ofGateway(name)}</span>
              </a>
            </p>
          )}
        </Fact>
        {takesNotices && (
          <>
            <Fact name={GATEWAYS.lastSuccess}>{lastSuccessAt === null ? GATEWAYS.noSuccess : printMinute(lastSuccessAt)}</Fact>
            <Fact name={GATEWAYS.refusals}>{refusalsText(gateway)}</Fact>
          </>
        )}
      </dl>
    </section>
  );
}

function Share({ gateway, sum }: { readonly gateway: ListedGateway; readonly sum: number }) {
  const { share: own, shareSet } = gateway;
  return (
    <>
      {sum === 0 ? own : GATEWAYS.shareText(own, PERCENT.format(own / sum))},{' '}
      {shareSet === null ? GATEWAYS.shareOfSettings : GATEWAYS.shareSet(shareSet.by, printMinute(shareSet.at), shareSet.reason)}
    </>
  );
}

const PERCENT = new Intl.NumberFormat('vi-VN', { style: 'percent' });

/** By the kind of the gateway's answer; those that never came are left out. */
function refusalsText({ refusals }: ListedGateway): string {
  const some = REFUSAL_KINDS.filter((kind) => refusals[kind] > 0);
  if (some.length === 0) return GATEWAYS.noRefusals;
  return some.map((kind) => `${REFUSAL_WORDS[kind]}: ${printNumber(refusals[kind])}`).join(' · ');
}
