import { isMixed, known, type Rule, vendors } from './rule.ts';

/** A key without its end goes on for so long at most: a page of base64 is more than any key has. */
const MAX_KEY_CHARS = 65_536;
const DASHES = '-----';
/** What lines of a key are made of, and what they stand in: ends of lines, quotes, marks of a diff, numbers of lines. */
const KEY_LINES = /(?:[\s"'+,|>\\]|\\[nrt]|\d{1,6}[\u2192:\t]){0,200}([A-Za-z0-9+/=]{16,8192})/y;

/** Keys that are kept in files, and tokens that carry their own proof. */
export const KEY_RULES: readonly Rule[] = [
  known('private-key', '-----BEGIN ', /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/y, {
    after: 'word',
    extend: endOfKey,
  }),
  vendors('putty-key', 'Private-Lines:', /(Private-Lines: \d{1,4})/y, { extend: endOfLines }),
  known(
    'age-key',
    ['AGE-SECRET-KEY-1', 'AGE-PLUGIN-'],
    /AGE-(?:SECRET-KEY|PLUGIN-[A-Z0-9-]{2,30})-?1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58,200}/y,
  ),
  vendors(
    'minisign-key',
    'untrusted comment: ',
    /(untrusted comment: [^\n\\]{0,60}secret key[^\n\\]{0,60}(?:\n|\\+n))RW[A-Za-z0-9+/=]{60,300}/y,
  ),
  vendors('wireguard-key', ['PrivateKey = ', 'PresharedKey = '], /(P(?:rivate|reshared)Key = )[A-Za-z0-9+/]{43}=/y),
  known('jwt', 'eyJ', /eyJ[\w-]{8,8000}\.eyJ[\w-]{8,16000}\.[\w-]{10,2000}/y, { after: 'no token' }),
  vendors('jwe', 'eyJ', /eyJ[\w-]{8,8000}\.[\w-]{0,2000}\.[\w-]{8,64}\.[\w-]{8,16000}\.[\w-]{16,32}(?![\w-])/y, {
    after: 'no token',
  }),
  vendors(
    'paseto',
    ['v1.local.', 'v2.local.', 'v3.local.', 'v4.local.', 'v4.public.', 'v2.public.'],
    /v[1-4]\.(?:local|public)\.[\w-]{40,4000}/y,
  ),
  vendors('kubernetes-bootstrap-token', 'bootstrap-token-', /(bootstrap-token-)[a-z0-9]{6}\.[a-z0-9]{16}/y),
  vendors('bcrypt-hash', ['$2a$', '$2b$', '$2y$'], /\$2[aby]\$\d\d\$[A-Za-z0-9./]{53}/y, { after: 'word' }),
  vendors(
    'password-hash',
    ['$6$', '$5$', '$y$', '$argon2'],
    /\$(?:[56y]\$(?:rounds=\d{1,9}\$)?[A-Za-z0-9./$]{3,40}\$[A-Za-z0-9./]{40,90}|argon2(?:id|i|d)\$v=\d\d\$[a-z0-9=,]{8,40}\$[A-Za-z0-9+/]{8,64}\$[A-Za-z0-9+/]{20,90})/y,
    {
      after: 'word',
      accepts: isMixed,
    },
  ),
  vendors('tailscale-key', ['tskey-'], /tskey-(?:auth|api|client|scim|webhook)-[A-Za-z0-9]{8,24}-[A-Za-z0-9]{24,48}/y),
  vendors('ngrok-key', ['ngrok_'], /ngrok_[A-Za-z0-9]{40,60}/y),
  vendors('mongodb-atlas-secret', 'mdb_sa_sk_', /mdb_sa_sk_[\w-]{40}/y),
];

/** To its last line; where that is missing, over the lines that are a key's. A mention of the first line alone is no key. */
function endOfKey(text: string, from: number): number | undefined {
  const next = text.indexOf(DASHES, from);
  if (next !== -1 && next - from <= MAX_KEY_CHARS) {
    const isEnd = /-+END [A-Z0-9 ]{0,40}KEY(?: BLOCK)?-----/y;
    isEnd.lastIndex = next;
    if (isEnd.test(text)) return /[A-Za-z0-9+/=]{16}/.test(text.slice(from, next)) ? isEnd.lastIndex : undefined;
  }
  return endOfLines(text, from);
}

function endOfLines(text: string, from: number): number | undefined {
  let end: number | undefined;
  KEY_LINES.lastIndex = from;
  while (KEY_LINES.test(text) && KEY_LINES.lastIndex - from <= MAX_KEY_CHARS) end = KEY_LINES.lastIndex;
  return end;
}
