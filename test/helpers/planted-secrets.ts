import { createHash, generateKeyPairSync } from 'node:crypto';

/** A secret of each kind, made up anew from parts, so that nothing in this repository looks like one. */
export interface Planted {
  readonly kind: string;
  /** As it stands in a prompt, a command or an output. */
  readonly text: string;
  /** What must not be found any more. */
  readonly secret: string;
}

const HEX = '0123456789abcdef';
const SMALL = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const BIG = SMALL.toUpperCase();
const WORD = SMALL + BIG + DIGITS;

let drawn = 0;

/** Characters that look drawn by chance, the same in every run. */
function draw(chars: number, from: string = WORD): string {
  let text = '';
  while (text.length < chars) {
    drawn += 1;
    for (const byte of createHash('sha256').update(`planted ${drawn}`).digest()) text += from[byte % from.length];
  }
  // a mix of all, as the real ones are, whatever chance says
  const mixed = from === WORD && chars > 8 ? `a${text.slice(0, chars - 3)}Z7` : text.slice(0, chars);
  return mixed;
}

const uuid = () => [8, 4, 4, 4, 12].map((chars) => draw(chars, HEX)).join('-');
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Where nothing but the secret is needed to know it. */
const ALONE: Readonly<Record<string, () => string>> = {
  'aws-access-key': () => `AKI${'A'}${draw(16, `${BIG}234567`)}`,
  'aws-session-token': () => `IQoJb3Jp${'Z2lu'}${draw(300)}`,
  'gcp-api-key': () => `AIz${'a'}${draw(35)}`,
  'gcp-oauth-token': () => `ya2${'9.'}${draw(120)}`,
  'gcp-oauth-secret': () => `GOCS${'PX-'}${draw(28)}`,
  'azure-client-secret': () => `${draw(3)}8${'Q~'}${draw(34)}`,
  'digitalocean-token': () => `dop${'_v1_'}${draw(64, HEX)}`,
  'alibaba-key-id': () => `LTA${'I'}${draw(20)}`,
  'fly-token': () => `fo1${'_'}${draw(43)}`,
  'heroku-key': () => `HRKU${'-AA'}${draw(58)}`,
  'supabase-key': () => `sbp${'_'}${draw(40, HEX)}`,
  'netlify-token': () => `nfp${'_'}${draw(36)}`,
  'planetscale-token': () => `pscale${'_tkn_'}${draw(43)}`,
  'databricks-token': () => `dap${'i'}${draw(32, HEX)}`,
  'openshift-token': () => `sha256${'~'}${draw(43)}`,
  'vault-token': () => `hvs${'.'}${draw(95)}`,
  'terraform-cloud-token': () => `${draw(14)}.atlas${'v1.'}${draw(67)}`,
  'doppler-token': () => `dp${'.pt.'}${draw(43)}`,
  'pulumi-token': () => `pul${'-'}${draw(40, HEX)}`,
  'dynatrace-token': () => `dt0${'c01.'}${draw(24, BIG + DIGITS)}.${draw(64, BIG + DIGITS)}`,
  'github-token': () => `gh${'p_'}${draw(36)}`,
  'github-fine-grained-token': () => `github${'_pat_'}${draw(22)}_${draw(59)}`,
  'gitlab-token': () => `glp${'at-'}${draw(20)}`,
  'gitlab-runner-token': () => `glr${'t-'}${draw(20)}`,
  'gitlab-trigger-token': () => `glpt${'t-'}${draw(40, HEX)}`,
  'bitbucket-token': () => `ATB${'B'}${draw(24)}${draw(8, 'ABCDEF0123456789')}`,
  'atlassian-token': () => `ATATT${'3x'}${draw(180)}`,
  'npm-token': () => `np${'m_'}${draw(36)}`,
  'pypi-token': () => `pypi${'-AgEIcHlwaS5vcmc'}${draw(120)}`,
  'rubygems-key': () => `rubygems${'_'}${draw(48, HEX)}`,
  'clojars-token': () => `CLOJARS${'_'}${draw(60, SMALL + DIGITS)}`,
  'docker-token': () => `dckr${'_pat_'}${draw(27)}`,
  'nuget-key': () => `oy${'2'}${draw(43, SMALL + DIGITS)}`,
  'artifactory-key': () => `AKC${'p'}${draw(69)}`,
  'circleci-token': () => `CCIP${'AT_'}${draw(22)}_${draw(40, HEX)}`,
  'postman-key': () => `PMA${'K-'}${draw(24, HEX)}-${draw(34, HEX)}`,
  'sonar-token': () => `sq${'u_'}${draw(40, HEX)}`,
  'sourcegraph-token': () => `sg${'p_'}${draw(40, HEX)}`,
  'sentry-token': () => `sntry${'u_'}${draw(64, HEX)}`,
  'grafana-token': () => `gls${'a_'}${draw(32)}_${draw(8, HEX)}`,
  'new-relic-key': () => `NRA${'K-'}${draw(27, BIG + DIGITS)}`,
  'launchdarkly-key': () => `sd${'k-'}${uuid()}`,
  'figma-token': () => `fig${'d_'}${draw(40)}`,
  'linear-key': () => `lin${'_api_'}${draw(40)}`,
  'notion-token': () => `nt${'n_'}${draw(11, DIGITS)}${draw(35)}`,
  'airtable-token': () => `pa${'t'}${draw(14)}.${draw(64, HEX)}`,
  'slack-token': () => `xox${'b-'}${draw(12, DIGITS)}-${draw(12, DIGITS)}-${draw(24)}`,
  'slack-app-token': () => `xap${'p-1-'}${draw(11, BIG + DIGITS)}-${draw(13, DIGITS)}-${draw(64, HEX)}`,
  'discord-bot-token': () => `MT${'A'}${draw(23)}.${draw(6)}.${draw(38)}`,
  'facebook-token': () => `EAA${'G'}${draw(160)}`,
  'mailgun-key': () => `ke${'y-'}${draw(32, HEX)}`,
  'mailchimp-key': () => `${draw(32, HEX)}-u${'s12'}`,
  'sendgrid-key': () => `S${'G.'}${draw(22)}.${draw(43)}`,
  'brevo-key': () => `xkey${'sib-'}${draw(64, HEX)}-${draw(16)}`,
  'resend-key': () => `r${'e_'}${draw(8)}_${draw(24)}`,
  'twilio-key': () => `S${'K'}${draw(32, HEX)}`,
  'stripe-key': () => `sk${'_live_'}${draw(24)}`,
  'stripe-webhook-secret': () => `whs${'ec_'}${draw(32)}`,
  'square-token': () => `sq0${'atp-'}${draw(22)}`,
  'plaid-token': () => `access${'-production-'}${uuid()}`,
  'shopify-token': () => `shp${'at_'}${draw(32, HEX)}`,
  'easypost-key': () => `EZA${'K'}${draw(54)}`,
  'shippo-token': () => `shippo${'_live_'}${draw(40, HEX)}`,
  '1password-key': () => `A${'3-'}${draw(6, BIG)}-${draw(11, BIG)}-${draw(5, BIG)}-${draw(5, BIG)}-${draw(5, BIG)}`,
  'anthropic-key': () => `sk-${'ant-api03-'}${draw(93)}AA`,
  'openai-key': () => `sk-${'proj-'}${draw(74)}T3Blbk${'FJ'}${draw(74)}`,
  'openrouter-key': () => `sk-${'or-v1-'}${draw(64, HEX)}`,
  'ai-key': () => `s${'k-'}${draw(32, HEX)}`,
  'huggingface-token': () => `h${'f_'}${draw(34, SMALL + BIG)}`,
  'perplexity-key': () => `ppl${'x-'}${draw(48)}`,
  'groq-key': () => `gs${'k_'}${draw(52)}`,
  'replicate-token': () => `r${'8_'}${draw(37)}`,
  'xai-key': () => `xa${'i-'}${draw(80)}`,
  'langsmith-key': () => `lsv2${'_pt_'}${draw(32, HEX)}_${draw(10, HEX)}`,
  'tavily-key': () => `tvl${'y-'}${draw(32)}`,
  jwt: () => `${base64url({ alg: 'HS256' })}.${base64url({ sub: draw(12) })}.${draw(43)}`,
  'age-key': () => `AGE-SECRET${'-KEY-1'}${draw(58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}`,
  'tailscale-key': () => `tskey${'-auth-'}${draw(16)}-${draw(32)}`,
};

/** Where the words around it tell what it is: they stay. */
const AMONG_WORDS: Readonly<Record<string, (secret: string) => string>> = {
  'bearer-token': (secret) => `Authorization: Bearer ${secret}`,
  'url-password': (secret) => `postgres://app:${secret}@db.internal:5432/app`,
  password: (secret) => `DB_PASSWORD=${secret}`,
  'json-password': (secret) => `{"db":{"password":"${secret}"}}`,
  secret: (secret) => `client_secret: '${secret}'`,
  'api-key': (secret) => `export ACME_API_KEY="${secret}"`,
  'npmrc-token': (secret) => `//registry.example/:_authToken=${secret}`,
  'curl-password': (secret) => `curl -s -u deploy:${secret} https://ci.internal/`,
  'slack-webhook': (secret) =>
    `https://hooks.slack.com/services/T0${secret.slice(0, 9)}/B0${secret.slice(9, 18)}/${secret}`,
  'discord-webhook': (secret) =>
    `https://discord.com/api/webhooks/123456789012345678/${secret}${secret}${secret.slice(0, 4)}`,
  'telegram-bot-token': (secret) => `https://api.telegram.org/bot1234567890:AA${secret}1/getMe`,
  'azure-storage-key': (secret) => `AccountName=a;AccountKey=${secret.repeat(3).slice(0, 86)}==;EndpointSuffix=b`,
  'azure-sas': (secret) => `https://a.blob.core.windows.net/c?sv=2024&sig=${secret}${secret.slice(0, 11)}%3D`,
  sshpass: (secret) => `sshpass -p '${secret}' ssh deploy@host`,
  'netrc-password': (secret) => `machine git.internal login deploy password ${secret}`,
  'aws-secret-key': (secret) => `AKI${'A'}${'QWERTY2345'.repeat(2).slice(0, 16)},${secret}abcdEF12`,
};

/** One of each kind; asking again makes others. */
export function plantSecrets(): Planted[] {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const auth = Buffer.from(`deploy:${draw(24)}`).toString('base64');
  return [
    ...Object.entries(ALONE).map(([kind, make]) => alone(kind, make())),
    ...Object.entries(AMONG_WORDS).map(([kind, around]) => among(kind, around, draw(32))),
    { kind: 'private-key', text: pem, secret: pem.split('\n')[1] ?? '' },
    { kind: 'docker-auth', text: `{"auths":{"registry.example":{"auth":"${auth}"}}}`, secret: auth },
    { kind: 'basic-auth', text: `Authorization: Basic ${auth}`, secret: auth },
  ];
}

function alone(kind: string, secret: string): Planted {
  return { kind, text: secret, secret };
}

function among(kind: string, around: (secret: string) => string, secret: string): Planted {
  return { kind, text: around(secret), secret };
}
