import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { isSettled, type Plan } from './plan.ts';

/** What a plan would change, as a unified diff that `patch` takes; empty when there is nothing to do. */
export function printDiff(plan: Plan): string {
  if (isSettled(plan)) return '';
  const from = plan.before === undefined ? '/dev/null' : plan.settingsPath;
  const to = plan.after === undefined ? '/dev/null' : plan.settingsPath;
  return createTwoFilesPatch(from, to, plan.before ?? '', plan.after ?? '', undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}
