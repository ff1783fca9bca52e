import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { SETTING_NAMES } from '../../src/config/variables.ts';
import { envFile, files, isThere, unit, RUN, GRACE_S, AGENCIES_FILE } from '../support/production.ts';

describe('systemd', () => {
  const units = files('.service').map((file) => [path.basename(file), unit(file)] as const);
  const ours = units.filter(([, of]) => of.get('ExecStart')?.[0]?.startsWith('/usr/bin/node '));

  test('its units run programs that there are', () => {
    const started = ours.map(([, of]) => /dist\/main\.js (\w+)$/.exec(of.get('ExecStart')?.[0] ?? '')?.[1]);
    expect(new Set(started)).toEqual(new Set(RUN));
    expect(started).toHaveLength(RUN.length);
  });

  test.each(['api', 'worker'])('%s runs under the options that we run it with', (program) => {
    const [start] = unit(`systemd/mot-cua-sms-${program}@.service`).get('ExecStart') ?? [];
    expect(start).toBe(`/usr/bin/node /opt/mot-cua-sms/current/dist/main.js ${program}`);
  });

  test.each(RUN)('%s starts with the examples of its files', (program) => {
    const env = { ...envFile('systemd/etc/settings.env'), ...envFile(`systemd/etc/${program}.env`) };
    expect(Object.keys(env).filter((name) => !SETTING_NAMES.includes(name))).toEqual([]);
    expect(() => readConfig({ ...env, AGENCIES_FILE }, program)).not.toThrow();
  });

  test.each(ours)('%s is stopped by SIGTERM, in time, and confined', (_, of) => {
    expect(of.get('KillSignal') ?? ['SIGTERM']).toEqual(['SIGTERM']);
    expect(Number(of.get('TimeoutStopSec')?.[0])).toBeGreaterThan(GRACE_S);
    const confined = {
      DynamicUser: 'yes',
      ProtectSystem: 'strict',
      NoNewPrivileges: 'yes',
      CapabilityBoundingSet: '',
      PrivateDevices: 'yes',
    };
    for (const [key, value] of Object.entries(confined)) expect([key, of.get(key)]).toEqual([key, [value]]);
    expect(of.get('MemoryMax')?.[0]).toMatch(/^\d+M$/);
    expect(of.get('Type')?.[0] === 'oneshot' || of.get('Restart')?.[0] === 'on-failure').toBe(true);
  });

  test.each(units)('%s starts what is there', (_, of) => {
    const script = /\/opt\/mot-cua-sms\/current\/infra\/production\/(\S+)/.exec(of.get('ExecStart')?.[0] ?? '')?.[1];
    expect(script === undefined || isThere(script)).toBe(true);
  });
});
