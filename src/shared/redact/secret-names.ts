const PASSWORDS = ['password', 'passwd', 'passphrase', 'pwd'];
const TOKENS = ['secret', 'token', 'credential', 'credentials'];
/** A key is a secret where its name says of what it is. */
export const KEYS_OF = [
  ...['api', 'app', 'access', 'account', 'private', 'auth', 'signing', 'encryption', 'master', 'license', 'service'],
  'client',
];

const SPEAKS_OF_PASSWORD = new RegExp(`(?:${PASSWORDS.join('|')})$`, 'i');
const SPEAKS_OF_TOKEN = new RegExp(`(?:${TOKENS.join('|')}|(?:${KEYS_OF.join('|')})[_-]?key)$`, 'i');
const LONGEST_NAME = 'encryption_key'.length;

export type SpokenOf = 'password' | 'token';

/** What the name of a field says its value is, if that is a secret: `dbPassword`, `API_KEY`. */
export function spokenOf(name: string): SpokenOf | undefined {
  const end = name.slice(-LONGEST_NAME);
  if (SPEAKS_OF_PASSWORD.test(end)) return 'password';
  return SPEAKS_OF_TOKEN.test(end) ? 'token' : undefined;
}

/** How such a name ends in JSON, large and small. */
export const NAME_ENDS: readonly string[] = [
  ...new Set([...PASSWORDS, ...TOKENS, 'key'].flatMap((word) => inEveryCase(word.slice(-2)))),
].map((end) => `${end}"`);

/** Whether the closing quote at `quote` ends such a name. */
export function isNameEnding(json: string, quote: number): boolean {
  return spokenOf(json.slice(Math.max(0, quote - LONGEST_NAME), quote)) !== undefined;
}

function inEveryCase([first = '', second = '']: string): string[] {
  const [small, large] = [second, second.toUpperCase()];
  return [first, first.toUpperCase()].flatMap((char) => [char + small, char + large]);
}
