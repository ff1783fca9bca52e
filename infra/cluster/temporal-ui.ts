import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createChild, type Child, type ChildWatch } from '../stack/child.ts';
import { isOk } from '../stack/programs.ts';

export type TemporalUiOptions = {
  readonly program: string;
  readonly temporalAddress: string;
  readonly port: number;
  readonly dataDir: string;
  readonly logDir: string;
  readonly watch?: ChildWatch;
};

/** Temporal's UI for operators, who only look there and change nothing by hand (requirements §8). It does not run at first. */
export function createTemporalUi({ program, temporalAddress, port, dataDir, logDir, watch }: TemporalUiOptions): Child {
  const folder = path.join(dataDir, 'temporal-ui');
  mkdirSync(folder, { recursive: true });
  const settings = {
    temporalGrpcAddress: temporalAddress,
    host: '127.0.0.1',
    port,
    enableUi: true,
    disableWriteActions: true,
    disableNewsFetch: true,
  };
  writeFileSync(path.join(folder, 'cluster.yaml'), JSON.stringify(settings));
  return createChild({
    name: 'temporal-ui',
    command: program,
    args: ['--root', folder, '--config', '.', '--env', 'cluster', 'start'],
    env: { PATH: process.env.PATH, TZ: 'UTC' },
    logFile: path.join(logDir, 'temporal-ui.log'),
    ready: () => isOk(`http://127.0.0.1:${port}/healthz`),
    watch,
  });
}
