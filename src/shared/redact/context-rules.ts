import type { Rule } from './rule.ts';
import { KEYS_OF } from './secret-names.ts';
import { isCredentials, isPassword, isToken } from './worth-hiding.ts';

/** A name that speaks of a secret, as it stands in front of one. */
const PASSWORD_NAMES = [
  ...['password', 'Password', 'PASSWORD', 'passwd', 'Passwd', 'PASSWD'],
  ...['passphrase', 'Passphrase', 'PASSPHRASE', 'PGPASS'],
];
const SHORT_NAMES = [
  'pwd=',
  'Pwd=',
  'PWD=',
  'pass=',
  'Pass=',
  'PASS=',
  'pass:',
  '_pass',
  '_PASS',
  ...['pwd"', 'Pwd"', 'PWD"', 'pwd\\', 'Pwd\\', 'PWD\\'],
  'pass"',
  'MYSQL_PWD',
];
const TOKEN_NAMES = [
  ...['secret', 'Secret', 'SECRET', 'token', 'Token', 'TOKEN', 'credential', 'Credential', 'CREDENTIAL'],
  '_authToken',
  ...KEYS_OF.map((what) => `${what}key`),
];

/** These are names of a secret only behind a word of what the key is. */
const KEY_NAMES = ['_key', '-key', 'Key', 'KEY'];
const SAYS_OF_WHAT = new RegExp(`(?:${KEYS_OF.join('|')})[_-]?$`, 'i');

/** The rest of a name, and the sign between it and its value, however often all that is quoted. */
const IS = String.raw`[\w.-]{0,24}?\\{0,7}["'\u0060]?\]?\s{0,3}(?:=>|:=|={1,3}|:)\s{0,3}(?:Bearer )?(?:\\{0,7}["'\u0060])?`;
/** The signs of a mark, `‹` and `›`, are escaped in patterns: a bundler leaves these as they are, and V8 would hold the whole program at two bytes a sign. */
const PASSWORD_VALUE = String.raw`[^\s"'\u0060\\,;<>(){}\u2039\u203a&]{6,200}`;
const TOKEN_VALUE = '[A-Za-z0-9_.+/~=!@#%^*$-]{12,500}';

function named(kind: string, names: readonly string[], value: string, accepts: (secret: string) => boolean): Rule {
  const choice = names.map((name) => name.replaceAll(/[$.\\]/g, '\\$&')).join('|');
  // a short name brings the sign with it, so what follows may be the value at once
  const is = names === SHORT_NAMES ? IS.replace('(?:=>|:=|={1,3}|:)', '(?:=>|:=|={1,3}|:|(?<=[=:]))') : IS;
  return loose(kind, names, new RegExp(`((?:${choice})${is})${value}`, 'y'), accepts);
}

function loose(kind: string, anchors: readonly string[], pattern: RegExp, accepts?: (secret: string) => boolean): Rule {
  const rule: Rule = { kind, anchors, pattern, source: 'ours', after: 'word', isLoose: true };
  return accepts === undefined ? rule : { ...rule, accepts };
}

/** Secrets without a shape of their own, known by what stands before them. */
export const CONTEXT_RULES: readonly Rule[] = [
  named('password', PASSWORD_NAMES, PASSWORD_VALUE, isPassword),
  named('password', SHORT_NAMES, PASSWORD_VALUE, isPassword),
  named('secret', TOKEN_NAMES, TOKEN_VALUE, isToken),
  { ...named('secret', KEY_NAMES, TOKEN_VALUE, isToken), behind: SAYS_OF_WHAT },
  loose(
    'url-password',
    ['://'],
    /(:\/\/[^\s:@/"'<>\\\u2039\u203a]{0,100}:)[^\s@/"'<>\\\u2039\u203a]{3,200}(?=@)/y,
    (secret) => isPassword(secret, 4),
  ),
  loose(
    'url-password',
    [':\\/'],
    /(:\\{1,7}\/\\{1,7}\/[^\s:@/"'<>\\\u2039\u203a]{0,100}:)[^\s@/"'<>\\\u2039\u203a]{3,200}(?=@)/y,
    (secret) => isPassword(secret, 4),
  ),
  loose(
    'bearer-token',
    ['Bearer ', 'bearer ', 'BEARER '],
    /([Bb]earer {1,3}|BEARER {1,3})[\w.~+/=-]{16,4000}/y,
    isToken,
  ),
  loose('basic-auth', ['Basic ', 'basic '], /([Bb]asic {1,3})[A-Za-z0-9+/_-]{8,400}={0,2}/y, isCredentials),
  loose(
    'authorization',
    ['uthorization:', 'uthorization":'],
    /(uthorization\\{0,7}"?: {0,3}\\{0,7}"?(?:[Tt]oken|[Kk]ey|[Aa]pi[Kk]ey|Bot|SSWS|GenieKey)[ =]{1,3}"?)[\w.~+/=-]{16,1000}/y,
    isToken,
  ),
  loose(
    'curl-password',
    [' -u ', ' --user ', ' --user=', ' -u"', " -u'"],
    /( (?:-u ?|--user[ =])\\{0,7}["']?[^\s:"'\\]{1,100}:)[^\s"'\\\u2039\u203a]{4,200}/y,
    isPassword,
  ),
  loose(
    'docker-auth',
    ['"auth"', '\\"auth'],
    /(\\{0,7}"auth\\{0,7}"\s{0,3}:\s{0,3}\\{0,7}")[A-Za-z0-9+/]{8,400}={0,2}/y,
    isCredentials,
  ),
  loose('npm-auth', ['_auth='], /(_auth=\\{0,7}"?)[A-Za-z0-9+/]{8,400}={0,2}/y, isCredentials),
  loose('netrc-password', ['login '], /(login [^\s"'\\]{1,100}(?:\s|\\n){1,4}password )[^\s"'\\\u2039\u203a]{4,200}/y),
  loose('sshpass', ['sshpass -p'], /(sshpass -p ?\\{0,7}["']?)[^\s"'\\\u2039\u203a]{4,200}/y),
  loose(
    'cookie',
    ['ookie: ', 'essionid=', 'connect.sid='],
    /((?:[Cc]ookie: [^\n"\\]{0,200}?|)(?:[Ss]essionid|connect\.sid|PHPSESSID|JSESSIONID|_session)=)[\w.%+/=-]{16,1000}/y,
    isToken,
  ),
];
