import { describe, expect, test } from 'vitest';
import { createDoorkeeper } from '../../src/shared/doorkeeper.ts';
import { createGate, type GateRules, type Knock } from '../../src/shared/gate.ts';
import { publishToken } from '../../src/shared/publish-token.ts';

const TOKEN = 'a'.repeat(43);
const RULES: GateRules = { port: 8765, auth: 'token', allowedHosts: [], allowedOrigins: [] };
const KNOCK: Knock = {
  host: '127.0.0.1:8765',
  origin: undefined,
  fetchSite: undefined,
  fetchMode: undefined,
  token: TOKEN,
  isOpen: false,
  isPublishing: false,
};

function answer(knock: Partial<Knock>, rules: Partial<GateRules> = {}): string {
  return createGate({ ...RULES, ...rules })({ ...KNOCK, ...knock }, () => TOKEN)?.reason ?? 'come in';
}

describe('F38–F41: the gate', () => {
  test.each<[string, Partial<Knock>, string]>([
    ['our address', {}, 'come in'],
    ['localhost', { host: 'localhost:8765' }, 'come in'],
    ['IPv6', { host: '[::1]:8765' }, 'come in'],
    ['capitals', { host: 'LOCALHOST:8765' }, 'come in'],
    ['no Host', { host: undefined }, 'foreign_host'],
    ['a rebound name', { host: 'evil.example:8765' }, 'foreign_host'],
    ['another port', { host: '127.0.0.1:8766' }, 'foreign_host'],
    ['no port', { host: '127.0.0.1' }, 'foreign_host'],
    ['our name as a prefix', { host: '127.0.0.1:8765.evil.example' }, 'foreign_host'],
    ['our name as a user', { host: '127.0.0.1:8765@evil.example' }, 'foreign_host'],
    ['a longer port', { host: '127.0.0.1:87650' }, 'foreign_host'],
    ['another loopback address', { host: '127.0.0.2:8765' }, 'foreign_host'],
  ])('Host: %s', (_title, knock, expected) => expect(answer(knock)).toBe(expected));

  test.each<[string, Partial<Knock>, string]>([
    ['our page', { origin: 'http://127.0.0.1:8765' }, 'come in'],
    ['our page by name', { origin: 'http://localhost:8765' }, 'come in'],
    ['a page on the web', { origin: 'https://evil.example' }, 'foreign_origin'],
    ['a page on another port', { origin: 'http://127.0.0.1:3000' }, 'foreign_origin'],
    ['ours as a prefix', { origin: 'http://127.0.0.1:8765.evil.example' }, 'foreign_origin'],
    ['a longer port', { origin: 'http://localhost:87650' }, 'foreign_origin'],
    ['another scheme', { origin: 'https://localhost:8765' }, 'foreign_origin'],
    ['a sandboxed frame', { origin: 'null' }, 'foreign_origin'],
    ['an empty one', { origin: '' }, 'foreign_origin'],
    ['an image of another site', { fetchSite: 'cross-site', fetchMode: 'no-cors' }, 'foreign_origin'],
    ['a script of another port', { fetchSite: 'same-site', fetchMode: 'no-cors' }, 'foreign_origin'],
    ['a link from another site', { fetchSite: 'cross-site', fetchMode: 'navigate' }, 'come in'],
    ['the address bar', { fetchSite: 'none', fetchMode: 'navigate' }, 'come in'],
    ['our own script', { fetchSite: 'same-origin', fetchMode: 'cors' }, 'come in'],
  ])('Origin: %s', (_title, knock, expected) => expect(answer(knock)).toBe(expected));

  test.each<[string, Partial<Knock>, string]>([
    ['none', { token: undefined }, 'no_token'],
    ['a wrong one', { token: 'b'.repeat(43) }, 'wrong_token'],
    ['a part of it', { token: TOKEN.slice(1) }, 'wrong_token'],
    ['more than it', { token: `${TOKEN}a` }, 'wrong_token'],
    ['as many characters, but more bytes', { token: 'ä'.repeat(43) }, 'wrong_token'],
    ['the publish token, for events', { token: publishToken(TOKEN), isPublishing: true }, 'come in'],
    ['the publish token, for anything else', { token: publishToken(TOKEN) }, 'wrong_token'],
    ['the publish token of another home', { token: publishToken('b'.repeat(43)), isPublishing: true }, 'wrong_token'],
    ['the token itself, for events', { isPublishing: true }, 'come in'],
    ['none, for events', { token: undefined, isPublishing: true }, 'no_token'],
    ['none, where none is needed', { token: undefined, isOpen: true }, 'come in'],
    [
      'none, where none is needed, from a page',
      { token: undefined, isOpen: true, origin: 'https://evil.example' },
      'foreign_origin',
    ],
  ])('token: %s', (_title, knock, expected) => expect(answer(knock)).toBe(expected));

  test('without a token of our own nobody has the right one', () => {
    expect(createGate(RULES)({ ...KNOCK, token: '' }, () => undefined)?.reason).toBe('wrong_token');
  });

  test.each<[string, Partial<Knock>, string]>([
    ['a local program without a token', { token: undefined }, 'come in'],
    ['a foreign Host', { host: 'evil.example:8765' }, 'foreign_host'],
    ['a foreign Origin', { origin: 'https://evil.example' }, 'foreign_origin'],
    ['an image of another site', { fetchSite: 'cross-site', fetchMode: 'no-cors' }, 'foreign_origin'],
  ])('with auth off, %s', (_title, knock, expected) => expect(answer(knock, { auth: 'off' })).toBe(expected));

  test('an allowed Host comes in with and without our port, an allowed Origin only as it is written', () => {
    const rules = { allowedHosts: ['mpm.example'], allowedOrigins: ['https://mpm.example'] };
    expect(answer({ host: 'mpm.example', origin: 'https://mpm.example' }, rules)).toBe('come in');
    expect(answer({ host: 'mpm.example:8765' }, rules)).toBe('come in');
    expect(answer({ host: 'mpm.example.evil.example' }, rules)).toBe('foreign_host');
    expect(answer({ origin: 'https://mpm.example.evil.example' }, rules)).toBe('foreign_origin');
  });
});

describe('the doorkeeper', () => {
  test('F33: counts everyone it turns away, by reason', () => {
    const reasons: string[] = [];
    const doorkeeper = createDoorkeeper({
      gate: createGate(RULES),
      token: () => TOKEN,
      onTurned: (reason) => reasons.push(reason),
      nowMs: () => 0,
    });
    doorkeeper.admit(KNOCK);
    doorkeeper.admit({ ...KNOCK, host: 'evil.example' });
    doorkeeper.admit({ ...KNOCK, token: undefined });
    expect(reasons).toEqual(['foreign_host', 'no_token']);
  });

  test('wrong tokens are slowed down after twenty, the right one comes in all the same', () => {
    let nowMs = 0;
    const doorkeeper = createDoorkeeper({
      gate: createGate(RULES),
      token: () => TOKEN,
      onTurned: () => {},
      nowMs: () => nowMs,
    });
    const wrong = { ...KNOCK, token: 'b'.repeat(43) };
    const statuses = Array.from({ length: 21 }, () => doorkeeper.admit(wrong)?.status);
    expect(statuses.slice(-2)).toEqual([401, 429]);
    expect(doorkeeper.admit(KNOCK)).toBeUndefined();

    nowMs = 10_001;
    expect(doorkeeper.admit(wrong)?.status).toBe(401);
  });
});
