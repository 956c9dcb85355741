interface MpmErrorOptions {
  /** What to do about it: a command that can be pasted, or one short sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** A failure that was to be expected: a code for programs, a sentence for people, and the next step. */
export class MpmError extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: MpmErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'MpmError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** The code of a system error (`ENOENT`, `EADDRINUSE`, …), or undefined for anything else that was thrown. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What it says, of whatever was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
