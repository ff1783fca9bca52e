import { expect, test } from 'vitest';
import { describeRequest } from '../../../src/sms/describe-request.ts';
import { plainDriver } from '../../../src/sms/plain.ts';
import { presetDriver } from '../../../src/sms/preset/driver.ts';
import { EXAMPLE_SETTINGS, examplePreset } from '../../support/example-preset.ts';
import { someGatewaySettings, someMessage } from '../../support/gateway-settings.ts';

test('a request of `plain` is shown as it would leave, without its secret', () => {
  const settings = someGatewaySettings({ url: 'http://127.0.0.1/send' });
  const shown = describeRequest(plainDriver, settings, someMessage());
  expect(shown).toEqual({
    ...plainDriver.renderRequest(settings, someMessage()),
    headers: { 'content-type': 'application/json', authorization: 'Bearer ***' },
  });
});

test('so is a request of a preset, without asking for a token', () => {
  const settings = someGatewaySettings(EXAMPLE_SETTINGS);
  const shown = describeRequest(presetDriver(examplePreset()), settings, someMessage());
  expect(shown).toMatchObject({ method: 'POST', url: 'https://sms.example.vn/api/send', headers: { authorization: 'Bearer ***' } });
  expect(JSON.stringify(shown)).not.toMatch(/the-secret|the-user|webhook-secret/);
});
