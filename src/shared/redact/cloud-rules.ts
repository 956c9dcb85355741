import { eachOf, isMixed, known, type Rule, vendors } from './rule.ts';

/** An AWS secret key has no shape of its own; beside its id it is known by its length. */
const AWS_SECRET = {
  kind: 'aws-secret-key',
  pattern: /(?<![A-Za-z0-9+/=])(?=[^a-z]{0,39}[a-z])(?=[^A-Z]{0,39}[A-Z])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g,
};

/** Clouds, hosting, and what runs on them. */
export const CLOUD_RULES: readonly Rule[] = [
  known('aws-access-key', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], /(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/y, {
    neighbour: AWS_SECRET,
  }),
  known('aws-bedrock-key', 'ABSK', /ABSK[A-Za-z0-9+/]{109,269}={0,2}/y),
  known('aws-bedrock-key', 'bedrock-api-key-', /bedrock-api-key-[A-Za-z0-9+/=_-]{20,2000}/y),
  vendors(
    'aws-session-token',
    ['IQoJb3JpZ2lu', 'FwoGZXIvYXdz'],
    /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz)[A-Za-z0-9+/=]{40,2000}/y,
    {
      after: 'no token',
    },
  ),
  known('gcp-api-key', 'AIza', /AIza[\w-]{35}(?![\w-])/y),
  vendors('gcp-oauth-token', 'ya29.', /ya29\.[\w-]{20,1000}/y, { after: 'no token' }),
  vendors('gcp-oauth-secret', 'GOCSPX-', /GOCSPX-[\w-]{28}/y),
  vendors('gcp-refresh-token', '1//0', /1\/\/0[\w-]{30,200}/y),
  known(
    'azure-client-secret',
    eachOf(
      [...'0123456789'].map((digit) => `${digit}Q`),
      '~',
    ),
    /[\w~.]{3}\dQ~[\w~.-]{31,34}(?![\w~-])/y,
    {
      lead: 3,
    },
  ),
  vendors('azure-storage-key', ['AccountKey=', 'accountkey='], /([Aa]ccount[Kk]ey=)[A-Za-z0-9+/]{86}==/y, {
    after: 'word',
  }),
  vendors(
    'azure-shared-key',
    ['SharedAccessKey=', 'sharedaccesskey='],
    /([Ss]hared[Aa]ccess[Kk]ey=)[A-Za-z0-9+/]{43}=/y,
  ),
  vendors('azure-sas', ['?sig=', '&sig='], /([?&]sig=)(?:[A-Za-z0-9]|%2[BbFf]|%3[Dd]|[+/=]){40,90}/y, {
    after: 'word',
  }),
  vendors('azure-functions-key', ['?code=', '&code='], /([?&]code=)[\w-]{44,60}(?:==|%3D%3D)/y, { after: 'word' }),
  known('digitalocean-token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], /do[opr]_v1_[a-f0-9]{64}/y),
  known('alibaba-key-id', 'LTAI', /LTAI[A-Za-z0-9]{20}(?![A-Za-z0-9])/y, { accepts: isMixed }),
  vendors('tencent-secret-id', 'AKID', /AKID[A-Za-z0-9]{32}(?![A-Za-z0-9])/y, { accepts: isMixed }),
  known('cloudflare-origin-key', 'v1.0-', /v1\.0-[a-f0-9]{24}-[a-f0-9]{146}/y),
  known(
    'fly-token',
    ['fo1_', 'fm1a_', 'fm1r_', 'fm2_'],
    /(?:fo1_[\w-]{43}|fm(?:1[ar]|2)_[A-Za-z0-9+/]{100,2000}={0,3})/y,
    {
      after: 'no token',
    },
  ),
  known('heroku-key', 'HRKU-AA', /HRKU-AA[\w-]{58}/y),
  vendors('render-key', 'rnd_', /rnd_[A-Za-z0-9]{28,40}(?![A-Za-z0-9])/y),
  vendors('supabase-key', ['sbp_', 'sb_secret_'], /sb(?:p_[a-f0-9]{40}|_secret_[\w-]{31})/y),
  vendors('netlify-token', ['nfp_', 'nfc_'], /nf[pc]_[A-Za-z0-9]{36}/y),
  known('planetscale-token', ['pscale_tkn_', 'pscale_oauth_', 'pscale_pw_'], /pscale_(?:tkn|oauth|pw)_[\w=.-]{32,64}/y),
  known('databricks-token', eachOf(['dapi'], '0123456789abcdef'), /dapi[a-f0-9]{32}(?:-\d)?(?![A-Za-z0-9])/y),
  known('openshift-token', 'sha256~', /sha256~[\w-]{43}(?![\w-])/y),
  known('scalingo-token', 'tk-us-', /tk-us-[\w-]{48}/y),
  known('yandex-key', 'AQVN', /AQVN[\w-]{35,38}(?![\w-])/y),
  known('yandex-iam-token', 't1.', /t1\.[\w-]{20,300}={0,2}\.[\w-]{86}={0,2}/y, { after: 'no token' }),
  known('vault-token', ['hvs.', 'hvb.', 'hvr.'], /hv[sbr]\.[\w-]{24,300}/y),
  known('terraform-cloud-token', '.atlasv1.', /[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}/y, { lead: 14 }),
  known(
    'doppler-token',
    ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.'],
    /dp\.(?:pt|ct|sa|st(?:\.[a-z0-9_-]{2,35})?)\.[A-Za-z0-9]{40,44}/y,
  ),
  known('pulumi-token', 'pul-', /pul-[a-f0-9]{40}/y),
  known('dynatrace-token', 'dt0c01.', /dt0c01\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{64}/y),
  known('clickhouse-key', '4b1d', /4b1d[A-Za-z0-9]{38}(?![A-Za-z0-9])/y, { accepts: isMixed }),
];
