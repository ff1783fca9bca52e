import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Debian's libfaketime (package `libfaketime`), for programs with threads; undefined when it is not installed. */
export const FAKETIME = findLibrary();

/**
 * The wall clock of whichever program starts with `env`; it can be set while that program runs. What is measured (timers, deadlines) goes
 * on as it did.
 */
export type FakeClock = {
  readonly env: NodeJS.ProcessEnv;
  /** @param byMs away from the machine's; the program's clock follows at once */
  readonly setWrong: (byMs: number) => void;
};

/** @param folder one that the program's user may enter */
export function aFakeClock(folder: string, name: string): FakeClock {
  const file = path.join(folder, `${name}.clock`);
  const setWrong = (byMs: number) => {
    writeFileSync(`${file}.new`, `${byMs < 0 ? '-' : '+'}${Math.abs(byMs) / 1000}\n`);
    renameSync(`${file}.new`, file);
  };
  setWrong(0);
  const env = {
    LD_PRELOAD: FAKETIME,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
  };
  return { env, setWrong };
}

function findLibrary(): string | undefined {
  const places = existsSync('/usr/lib') ? readdirSync('/usr/lib').map((name) => `/usr/lib/${name}/faketime/libfaketimeMT.so.1`) : [];
  return places.find((place) => existsSync(place));
}
