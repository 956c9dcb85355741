import { isObject } from '../shared/wire.ts';

/** What Claude Code asks of one field; answers with what is wrong about a value, or undefined. */
export type Rule = (value: unknown) => string | undefined;

interface HandlerRules {
  readonly required: Readonly<Record<string, Rule>>;
  readonly optional: Readonly<Record<string, Rule>>;
}

const isText = (value: unknown): value is string => typeof value === 'string';

const text: Rule = (value) => (isText(value) ? undefined : 'is not a text');
const flag: Rule = (value) => (typeof value === 'boolean' ? undefined : 'is neither true nor false');
const texts: Rule = (value) => (Array.isArray(value) && value.every(isText) ? undefined : 'is not a list of texts');
const record: Rule = (value) => (isObject(value) ? undefined : 'is not an object');
const seconds: Rule = (value) => (typeof value === 'number' && value > 0 ? undefined : 'is not a number above 0');
const address: Rule = (value) => (isText(value) && URL.canParse(value) ? undefined : 'is not a URL');
const textRecord: Rule = (value) =>
  isObject(value) && Object.values(value).every(isText) ? undefined : 'is not an object of texts';

/** Fields that every kind of handler may have. */
const COMMON: Readonly<Record<string, Rule>> = { timeout: seconds, statusMessage: text, if: text, once: flag };

const onFailure = oneOf('continue', 'block');

/** By the handler's `type`: what release 2.1.330 checks, each row tried on it. A field it doesn't know is no fault. */
export const HANDLER_RULES: ReadonlyMap<unknown, HandlerRules> = new Map<unknown, HandlerRules>([
  [
    'command',
    {
      required: { command: text },
      optional: {
        ...COMMON,
        args: texts,
        shell: oneOf('bash', 'powershell'),
        async: flag,
        asyncRewake: flag,
        onFailure,
      },
    },
  ],
  [
    'http',
    { required: { url: address }, optional: { ...COMMON, headers: textRecord, allowedEnvVars: texts, onFailure } },
  ],
  ['mcp_tool', { required: { server: text, tool: text }, optional: { ...COMMON, input: record, onFailure } }],
  ['prompt', { required: { prompt: text }, optional: { ...COMMON, model: text } }],
  ['agent', { required: { prompt: text }, optional: { ...COMMON, model: text } }],
]);

function oneOf(...allowed: readonly string[]): Rule {
  return (value) => (isText(value) && allowed.includes(value) ? undefined : `is none of ${allowed.join(', ')}`);
}
