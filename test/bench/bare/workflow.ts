import { condition, defineQuery, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';

export type BareActivities = { readonly sendSms: (id: string, kind: 'apology' | 'result') => Promise<void> };
export type BareState = { step: string; seq: number; late: boolean; done: boolean };

export const stepSignal = defineSignal<[string]>('step');
export const resultSignal = defineSignal('result');
export const statusQuery = defineQuery<BareState>('status');

const { sendSms } = proxyActivities<BareActivities>({ startToCloseTimeout: '30s' });

/** The dossier with nothing but what the job needs: the floor. Its result is the state it ended in. */
export async function dossier(id: string, dueMs: number): Promise<BareState> {
  const state: BareState = { step: 'registered', seq: 0, late: false, done: false };
  setHandler(stepSignal, (step) => {
    state.step = step;
    state.seq += 1;
  });
  setHandler(resultSignal, () => void (state.done = true));
  setHandler(statusQuery, () => state);
  if (!(await condition(() => state.done, Math.max(1, dueMs - Date.now())))) {
    await sendSms(id, 'apology');
    state.late = true;
    await condition(() => state.done);
  }
  await sendSms(id, 'result');
  state.step = 'result_ready';
  return state;
}
