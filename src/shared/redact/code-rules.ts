import { eachOf, known, type Rule, vendors } from './rule.ts';

const HEX = '0123456789abcdef';
const HEX_PAIRS = eachOf(eachOf(['.'], HEX), HEX);

/** Code hosts, registries of packages, and what builds and tests. */
export const CODE_RULES: readonly Rule[] = [
  known('github-token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], /gh[pousr]_[A-Za-z0-9]{36,255}/y, { after: 'word' }),
  known('github-fine-grained-token', 'github_pat_', /github_pat_\w{82}/y, { after: 'word' }),
  known('gitlab-token', 'glpat-', /glpat-[\w-]{20,300}(?:\.[0-9a-z]{2}\.?[0-9a-z]{7})?/y, { after: 'word' }),
  known('gitlab-deploy-token', 'gldt-', /gldt-[\w-]{20}/y),
  known('gitlab-runner-token', ['glrt-', 'GR1348941'], /(?:glrt-|GR1348941)[\w-]{20,300}/y, { after: 'no token' }),
  known('gitlab-job-token', 'glcbt-', /glcbt-[A-Za-z0-9]{1,5}_[\w-]{20}/y),
  known('gitlab-trigger-token', 'glptt-', /glptt-[0-9a-f]{40}/y),
  known('gitlab-feed-token', 'glft-', /glft-[\w-]{20}/y),
  known('gitlab-agent-token', 'glagent-', /glagent-[\w-]{50}/y),
  known('gitlab-oauth-secret', 'gloas-', /gloas-[\w-]{64}/y),
  known('gitlab-scim-token', 'glsoat-', /glsoat-[\w-]{20}/y),
  vendors('bitbucket-token', 'ATBB', /ATBB[A-Za-z0-9]{24}[A-F0-9]{8}/y),
  known('atlassian-token', 'ATATT3', /ATATT3[\w=-]{60,260}/y),
  known('npm-token', 'npm_', /npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/y),
  known('pypi-token', 'pypi-AgE', /pypi-AgE[\w-]{50,1000}/y, { after: 'no token' }),
  known('rubygems-key', 'rubygems_', /rubygems_[a-f0-9]{48}/y),
  known('clojars-token', ['CLOJARS_', 'clojars_'], /(?:CLOJARS|clojars)_[A-Za-z0-9]{60}/y),
  vendors('crates-io-token', 'cio', /cio[A-Za-z0-9]{32}(?![A-Za-z0-9])/y, { accepts: (token) => /\d.*\d/.test(token) }),
  vendors('docker-token', ['dckr_pat_', 'dckr_oat_'], /dckr_[po]at_[\w-]{27,40}/y),
  vendors('nuget-key', 'oy2', /oy2[a-z0-9]{43}(?![A-Za-z0-9])/y),
  known('artifactory-key', 'AKCp', /AKCp[A-Za-z0-9]{69}(?![A-Za-z0-9])/y),
  known('artifactory-token', 'cmVmd', /cmVmd[A-Za-z0-9]{59}(?![A-Za-z0-9])/y),
  vendors('hex-pm-key', 'hexpm_', /hexpm_[A-Za-z0-9]{30,64}/y),
  vendors('circleci-token', ['CCIPAT_', 'CCIPRJ_'], /CCIP(?:AT|RJ)_[A-Za-z0-9]{22}_[a-f0-9]{40}/y),
  vendors('buildkite-token', ['bkua_', 'bkat_'], /bk(?:ua|at)_[A-Za-z0-9]{40,64}/y),
  known('postman-key', 'PMAK-', /PMAK-[A-Fa-f0-9]{24}-[A-Fa-f0-9]{34}/y),
  known('sonar-token', ['squ_', 'sqp_', 'sqa_'], /sq[upa]_[a-f0-9]{40}/y),
  known('sourcegraph-token', 'sgp_', /sgp_(?:(?:[a-fA-F0-9]{16}|local)_)?[a-fA-F0-9]{40}/y),
  known('sentry-token', ['sntrys_', 'sntryu_'], /(?:sntryu_[a-f0-9]{64}|sntrys_eyJ[A-Za-z0-9+/=_]{60,600})/y, {
    after: 'no token',
  }),
  known('prefect-key', ['pnu_', 'pnb_'], /pn[ub]_[A-Za-z0-9]{36}/y),
  known('readme-key', 'rdme_', /rdme_[a-z0-9]{70}/y),
  known('octopus-key', 'API-', /API-[A-Z0-9]{26}(?![A-Za-z0-9])/y, { accepts: (key) => /\d/.test(key) }),
  known(
    'grafana-token',
    ['glc_', 'glsa_'],
    /(?:glc_[A-Za-z0-9+/]{32,400}={0,2}|glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8})/y,
    {
      after: 'no token',
    },
  ),
  known('new-relic-key', ['NRAK-', 'NRII-', 'NRJS-'], /NR(?:AK-[A-Z0-9]{27}|II-[A-Za-z0-9-]{32}|JS-[a-f0-9]{19})/y),
  vendors(
    'launchdarkly-key',
    ['sdk-', 'api-', 'mob-'],
    /(?:sdk|api|mob)-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])/y,
  ),
  vendors('figma-token', ['figd_', 'figo_'], /fig[do]_[\w-]{36,60}/y),
  known('linear-key', 'lin_api_', /lin_api_[A-Za-z0-9]{40}/y),
  known('notion-token', ['ntn_', 'secret_'], /(?:ntn_[0-9]{11}[A-Za-z0-9]{35}|secret_[A-Za-z0-9]{43})(?![A-Za-z0-9])/y),
  known('airtable-token', HEX_PAIRS, /pat[A-Za-z0-9]{14}\.[a-f0-9]{64}/y, { lead: 17, opens: 'pat' }),
  known('harness-key', ['pat.', 'sat.'], /[ps]at\.[\w-]{22}\.[A-Fa-f0-9]{24}\.[A-Za-z0-9]{20}/y),
];
