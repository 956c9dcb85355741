import type { Settings } from '../../shared/config.ts';
import { type Capture, projectSetting } from '../../shared/project-settings.ts';

/** How much is kept of an event that belongs to these folders. */
export function captureOf(
  { capture, projects }: Pick<Settings, 'capture' | 'projects'>,
  folders: readonly unknown[],
): Capture {
  return projectSetting(projects, 'capture', folders) ?? capture;
}
