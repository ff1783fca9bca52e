import { faultsOf } from './judge.ts';
import { readContract } from './contract.ts';
import { requestOf, type FuzzRequest } from './requests.ts';
import { openSender, type FuzzAnswer } from './send.ts';

/** A request that was answered as none may be. */
export type Finding = { readonly index: number; readonly request: string; readonly fault: string };

export type FuzzResult = {
  readonly requests: number;
  readonly findings: readonly Finding[];
  /** How often each status came; `cut` are those who hung up. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly tookMs: number;
};

/** No answer may take longer, milliseconds (quality R11). */
const HANG_MS = 1000;
/** One that was slow among others is asked again alone: on a busy machine anything is slow once. */
const ALONE = 3;
const FINDINGS_MAX = 50;

/** Requests `from` … `from + count - 1` of a seed, so many at once. */
export async function fuzz(
  port: number,
  {
    seed,
    count,
    from = 0,
    atOnce = 16,
    progress = () => {},
  }: { seed: number; count: number; from?: number; atOnce?: number; progress?: (done: number) => void },
): Promise<FuzzResult> {
  const contract = readContract();
  const { send, close } = openSender(port, atOnce);
  const findings: Finding[] = [];
  const slow: FuzzRequest[] = [];
  const statuses: Record<string, number> = {};
  const started = performance.now();
  let [next, slowestMs] = [from, 0];

  const note = (request: FuzzRequest, fault: string) =>
    findings.push({ index: request.index, request: `${request.method} ${request.path.slice(0, 200)}`, fault });
  const hand = async () => {
    while (next < from + count && findings.length < FINDINGS_MAX) {
      const index = next++;
      const request = requestOf(seed, index, contract);
      const answer = await send(request);
      statuses[String(answer.status ?? 'cut')] = (statuses[String(answer.status ?? 'cut')] ?? 0) + 1;
      for (const fault of faultsOf(request, answer)) note(request, fault);
      slowestMs = Math.max(slowestMs, answer.tookMs);
      if (answer.tookMs > HANG_MS) slow.push(request);
      if ((index - from + 1) % 10_000 === 0) progress(index - from + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, hand));
  for (const request of slow) {
    const again = await quickest(send, request);
    if (again > HANG_MS) note(request, `takes ${Math.round(again)} ms, also alone`);
  }
  close();
  return { requests: next - from, findings, statuses, slowestMs, tookMs: performance.now() - started };
}

async function quickest(send: (request: FuzzRequest) => Promise<FuzzAnswer>, request: FuzzRequest): Promise<number> {
  let least = Infinity;
  for (let time = 0; time < ALONE; time++) least = Math.min(least, (await send(request)).tookMs);
  return least;
}
