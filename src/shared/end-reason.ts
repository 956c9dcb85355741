/** Claude Code's words for it that a person would not understand. */
const SAID: ReadonlyMap<string, string> = new Map([
  ['prompt_input_exit', 'left by its user'],
  ['clear', 'cleared'],
  ['logout', 'logged out'],
  ['resume', 'resumed elsewhere'],
  ['other', ''],
]);

/** Why a session has ended, for people; undefined where there is nothing to say. */
export function sayEndReason(why: string | undefined): string | undefined {
  return (why === undefined ? undefined : (SAID.get(why) ?? why)) || undefined;
}
