/** An event as one line of NDJSON, at its own time. */
export interface StoryLine {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}
