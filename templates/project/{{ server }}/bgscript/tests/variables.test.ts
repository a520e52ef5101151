import { expect, test } from 'vitest';
import {
  address,
  isLoopback,
  origin,
  readServer,
  readVariables,
  wholeNumber,
  type Variables,
} from '../server/environment';

const read = (variables: Variables) => readVariables(variables, readServer);

test('every variable of the server is read, up to its limits', () => {
  const given = { PORT: '65535', METRICS_PORT: '0', METRICS_HOST: '::', KEEP_ALIVE_SECONDS: '3600' };
  expect(read({ ...given, DRAIN_DELAY_SECONDS: '0', DRAIN_SECONDS: '1' })).toEqual({
    port: 65_535,
    metricsPort: 0,
    metricsHost: '::',
    keepAliveMs: 3_600_000,
    drainDelayMs: 0,
    drainMs: 1_000,
  });
});

test('each that is not usable has a line with its purpose', () => {
  const wrong = { PORT: '65536', METRICS_PORT: 'x9090', METRICS_HOST: 'localhost', KEEP_ALIVE_SECONDS: '3601' };
  const all = { ...wrong, DRAIN_DELAY_SECONDS: '-1', DRAIN_SECONDS: '1.5' };
  const lines = Object.keys(all).map((name) => `  ${name} is not usable: [\\w ]+.*`);
  expect(() => read(all)).toThrow(new RegExp(`:\n${lines.join('\n')}$`));
});

test('a number has no sign, no letters, and both limits', () => {
  expect([2, 3, 4].map((number) => wholeNumber(`0${number}`, 2, 4))).toEqual([2, 3, 4]);
  for (const text of ['1', '5', 'x3', '3x', '+3', '', '0000000003']) expect(() => wholeNumber(text, 2, 4)).toThrow();
});

test.each([
  ['http://localhost:3000', true],
  ['http://a.localhost', true],
  ['http://127.10.200.30', true],
  ['http://[::1]:80', true],
  ['https://evil-localhost', false],
  ['https://a.127.0.0.1.example.com', false],
  ['https://localhost.example.com', false],
])('%s is an address of this machine: %s', (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});

test('an address has no characters around it that mean something where it is written', () => {
  for (const text of [
    'xhttps://a.example.com',
    'https://a.example.com;',
    '"https://a.example.com',
    'ftp://a.example.com',
  ])
    expect(() => address(text)).toThrow();
  expect(origin('https://a.example.com/')).toBe('https://a.example.com');
});
