import { CLOUD_RULES } from './cloud-rules.ts';
import { CODE_RULES } from './code-rules.ts';
import { CONTEXT_RULES } from './context-rules.ts';
import { KEY_RULES } from './key-rules.ts';
import type { Rule } from './rule.ts';
import { SERVICE_RULES } from './service-rules.ts';

/** All shapes of secrets that are known. */
export const RULES: readonly Rule[] = [...KEY_RULES, ...CLOUD_RULES, ...CODE_RULES, ...SERVICE_RULES, ...CONTEXT_RULES];
