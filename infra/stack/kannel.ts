import { connect } from 'node:net';
import path from 'node:path';
import { createChild, type Child, type ChildWatch } from './child.ts';
import { findOnPath } from './executables.ts';

/** Kannel's two programs, where Debian puts them: `/usr/sbin` is not on everyone's PATH. */
export type KannelPrograms = { readonly bearerbox: string; readonly smsbox: string };

/** Why something that needs Kannel is skipped, or refused. */
export const NO_KANNEL = "no Kannel found: install Debian's kannel, which brings bearerbox and smsbox";

export function findKannel(env: NodeJS.ProcessEnv = process.env): KannelPrograms | undefined {
  const places = { PATH: [env.PATH ?? '', '/usr/sbin', '/usr/local/sbin'].join(path.delimiter) };
  const [bearerbox, smsbox] = [findOnPath('bearerbox', places), findOnPath('smsbox', places)];
  return bearerbox && smsbox ? { bearerbox, smsbox } : undefined;
}

export type KannelOptions = {
  readonly programs: KannelPrograms;
  readonly configFile: string;
  readonly boxPort: number;
  readonly sendsmsPort: number;
  readonly logDir: string;
  readonly watch?: ChildWatch;
};

/**
 * Kannel's two programs. Starting `bearerbox` starts both, and with it both end: an smsbox whose bearerbox is gone would begin again by
 * itself, as a process that nobody here knows.
 */
export function createKannel({ programs, configFile, boxPort, sendsmsPort, logDir, watch }: KannelOptions): {
  readonly bearerbox: Child;
  readonly smsbox: Child;
} {
  const program = (name: keyof KannelPrograms, port: number, exited?: ChildWatch['exited']) =>
    createChild({
      name,
      command: programs[name],
      args: ['-v', WARNINGS, configFile],
      cwd: path.dirname(configFile),
      env: { PATH: process.env.PATH, TZ: 'UTC' },
      logFile: path.join(logDir, `${name}.log`),
      ready: () => listens(port),
      watch: { ...watch, exited: exited ?? watch?.exited },
    });
  const smsbox = program('smsbox', sendsmsPort);
  const box = program('bearerbox', boxPort, (exit) => {
    watch?.exited?.(exit);
    void smsbox.kill();
  });
  const bearerbox: Child = {
    ...box,
    async start() {
      await box.start();
      await smsbox.start();
    },
    async stop() {
      await smsbox.stop();
      return box.stop();
    },
    async kill() {
      await Promise.all([box.kill(), smsbox.kill()]);
    },
    async [Symbol.asyncDispose]() {
      await bearerbox.stop();
    },
  };
  return { bearerbox, smsbox };
}

/** What goes to the log. At `info` and below, Kannel writes numbers and texts. */
const WARNINGS = '2';

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
