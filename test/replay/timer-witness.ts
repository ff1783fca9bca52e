import { proxySinks, type Sinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

export type TimerWitness = Sinks & { witness: { timer(seq: number, durationMs: number): void } };

/** Says how long each timer of a replay would run. Temporal's own replay compares only that there is one. */
export const interceptors: WorkflowInterceptorsFactory = () => {
  const { witness } = proxySinks<TimerWitness>();
  return {
    outbound: [
      {
        startTimer(input, next) {
          witness.timer(input.seq, input.durationMs);
          return next(input);
        },
      },
    ],
  };
};
