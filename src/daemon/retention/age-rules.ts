import type { Settings } from '../../shared/config.ts';
import { projectSetting } from '../../shared/project-settings.ts';
import type { AgeRule } from '../store/pruner.ts';

export type RetentionSettings = Pick<Settings, 'retentionDays' | 'retentionMaxBytes' | 'projects'>;

const DAY_MS = 24 * 60 * 60 * 1000;

/** How old the events of a project may become, by the settings. Undefined when all may stay for ever. */
export function createAgeRules({
  retentionDays,
  projects,
}: RetentionSettings): ((nowMs: number) => AgeRule) | undefined {
  const days = [retentionDays, ...Object.values(projects).map((project) => project.retentionDays ?? retentionDays)];
  const leastAgeMs = Math.min(...days.map(toMs));
  if (leastAgeMs === Number.POSITIVE_INFINITY) return undefined;

  return (nowMs) => {
    const known = new Map<string | undefined, number>();
    const ageMsOf = (project: string | undefined): number => {
      const ageMs = known.get(project) ?? toMs(projectSetting(projects, 'retentionDays', [project]) ?? retentionDays);
      known.set(project, ageMs);
      return ageMs;
    };
    return { nowMs, ageMsOf, leastAgeMs };
  };
}

function toMs(days: number): number {
  return days === 0 ? Number.POSITIVE_INFINITY : days * DAY_MS;
}
