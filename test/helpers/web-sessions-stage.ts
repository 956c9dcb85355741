import { afterEach, beforeEach, vi } from 'vitest';
import { createFeed, type Feed } from '../../src/web/state/feed.ts';
import { createSessions, type Sessions } from '../../src/web/state/sessions.ts';
import { anEnvelope } from './web-parts.ts';
import { createQuestions } from './web-questions.ts';

interface SessionsStage {
  feed: Feed;
  sessions: Sessions;
  questions: ReturnType<typeof createQuestions>;
  hear(...ids: string[]): void;
}

/** For each test anew the sessions of a page whose daemon answers when the test says so, and a clock that stands still. */
export function stageSessions(): SessionsStage {
  const stage = { hear } as SessionsStage;
  beforeEach(() => {
    vi.useFakeTimers();
    stage.questions = createQuestions();
    stage.feed = createFeed((work) => work());
    stage.sessions = createSessions(stage.questions.client, stage.feed);
  });
  afterEach(() => {
    stage.sessions.close();
    vi.useRealTimers();
  });

  function hear(...ids: string[]): void {
    stage.feed.put(ids.map((id, at) => anEnvelope(at + 1, 'hook.stop', {}, id)));
  }
  return stage;
}
