import { isObject, parseFields } from '../../shared/wire.ts';

export const NOTICE_KINDS = ['waiting', 'failed', 'finished'] as const;
/** What somebody may want to be told of while the page is not looked at. */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export interface Settings {
  /** None of them unless it was asked for. */
  readonly notify: Readonly<Record<NoticeKind, boolean>>;
  readonly clock: 'local' | 'utc';
}

/** What is not there, or makes no sense, is as if nothing had been chosen. */
export function parseSettings(text: string | null): Settings {
  const { notify, clock } = parseFields(text ?? '{}') ?? {};
  const kinds = isObject(notify) ? notify : {};
  return {
    notify: { waiting: kinds.waiting === true, failed: kinds.failed === true, finished: kinds.finished === true },
    clock: clock === 'utc' ? 'utc' : 'local',
  };
}
