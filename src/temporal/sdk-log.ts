import type { LogEntry, Logger as SdkLogger } from '@temporalio/worker';
import type { Logger } from '../lib/log.ts';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
const KEPT_FIELDS = ['workflowId', 'activityType', 'attempt', 'taskQueue'] as const;

/** Writes the SDK's log lines into ours, without fields that may quote a payload. A level that is switched off costs nothing. */
export function createSdkLogger(log: Logger): SdkLogger {
  const at = (level: (typeof LEVELS)[keyof typeof LEVELS]) => (message: string, meta?: object) => {
    if (log.isLevelEnabled(level)) log[level]({ sdk: keptOf(meta), ...(meta && 'error' in meta ? { err: meta.error } : {}) }, message);
  };
  return {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    log: (level: LogEntry['level'], message: string, meta?: object) => at(LEVELS[level])(message, meta),
  };
}

function keptOf(meta: object | undefined): object {
  return Object.fromEntries(Object.entries(meta ?? {}).filter(([name]) => KEPT_FIELDS.some((kept) => kept === name)));
}
