import { expect, test } from 'vitest';
import { toAgentTree } from '../../src/daemon/sessions/session-view.ts';
import { createStory } from '../../src/web/state/story.ts';
import { addUp } from '../../src/web/state/waterfall/totals.ts';
import { createWaterfall } from '../../src/web/state/waterfall/waterfall.ts';
import { recordedStory, tell } from '../helpers/stories.ts';
import { anEnvelope } from '../helpers/web-parts.ts';

test.each(['print-twoagents', 'print-nested', 'print-bgagent', 'tui-team', 'print-parallel', 'tui-basic'])(
  'every moment of the recorded %s has its row or stands in that of another, within the time there is',
  (name) => {
    const events = recordedStory(name);
    for (const { state, agents } of tell(events)) {
      const story = createStory();
      const ours = events.filter(({ data }) => data.session_id === state.id);
      story.add(
        ours.map(({ type, data, atMs }, index) => ({
          ...anEnvelope(index + 1, type, data),
          timestamp: new Date(atMs).toISOString(),
        })),
      );
      const tree = toAgentTree([...agents.values()], false);
      const shown = createWaterfall().grow({ moments: story.moments(), agents: tree, nowMs: undefined });
      if (shown === undefined) continue;
      const { rows, extent } = shown;
      const totals = addUp(shown);
      const left = story.moments().filter(({ key }) => !rows.some((row) => row.key === key));
      expect(left.filter(({ kind }) => kind !== 'agent' && kind !== 'wait')).toEqual([]);
      expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
      for (const { fromMs, toMs } of rows) {
        expect(fromMs).toBeGreaterThanOrEqual(extent.fromMs);
        expect(toMs).toBeGreaterThanOrEqual(fromMs);
        expect(toMs).toBeLessThanOrEqual(extent.toMs);
      }
      expect(totals.workedMs + totals.waitedMs + totals.idleMs).toBeCloseTo(extent.toMs - extent.fromMs);
    }
  },
);
