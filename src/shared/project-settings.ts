import * as path from 'node:path';

/** How much of an event is kept: all but its secrets, its shape, or only that it was. */
export type Capture = 'full' | 'summary' | 'metadata';

/** What counts in one folder and below it. */
export interface ProjectSettings {
  readonly capture?: Capture;
  /** For so many days; 0 = for ever. */
  readonly retentionDays?: number;
}

/** By the absolute path of a folder. */
export type Projects = Readonly<Record<string, ProjectSettings>>;

/** What a wrong word for how much is kept leads to: too little is a nuisance, too much may be a harm. */
export const LEAST_CAPTURE: Capture = 'metadata';
/** A hundred years. */
const MOST_DAYS = 36_500;

/** What the settings say of one thing for these folders: the longest folder that holds one of them, and says something of it, counts. */
export function projectSetting<Key extends keyof ProjectSettings>(
  projects: Projects,
  key: Key,
  folders: readonly unknown[],
): ProjectSettings[Key] | undefined {
  let chosen: ProjectSettings[Key] | undefined;
  let longest = -1;
  for (const [folder, { [key]: own }] of Object.entries(projects)) {
    const normal = path.normalize(`${folder}/`);
    if (own === undefined || normal.length <= longest || !folders.some((one) => isWithin(one, normal))) continue;
    chosen = own;
    longest = normal.length;
  }
  return chosen;
}

function isWithin(folder: unknown, outer: string): boolean {
  return typeof folder === 'string' && path.normalize(`${folder}/`).startsWith(outer);
}

/** A project with a wrong word for how much is kept keeps no content: whoever wrote it did not mean all. */
export function parseProjects(written: unknown): Projects | undefined {
  const entries = entriesOf(written);
  if (entries === undefined) return undefined;
  return Object.fromEntries(
    entries.map(([folder, { capture, retentionDays }]) => {
      const days = parseDays(retentionDays);
      return [
        folder,
        {
          ...(capture === undefined ? {} : { capture: parseCapture(capture) ?? LEAST_CAPTURE }),
          ...(days === undefined ? {} : { retentionDays: days }),
        },
      ];
    }),
  );
}

/** Sentences about what `parseProjects` left out. */
export function projectProblems(written: unknown): string[] {
  const wrong = (entriesOf(written) ?? []).filter(
    ([, { retentionDays }]) => retentionDays !== undefined && parseDays(retentionDays) === undefined,
  );
  return wrong.map(
    ([folder, { retentionDays }]) =>
      `"retentionDays" of "${folder}" cannot be ${JSON.stringify(retentionDays)}; it is left out.`,
  );
}

function entriesOf(written: unknown): [string, Readonly<Record<string, unknown>>][] | undefined {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return undefined;
  const entries = Object.entries(written as Readonly<Record<string, unknown>>);
  const isRight = ([folder, project]: [string, unknown]) =>
    path.isAbsolute(folder) && typeof project === 'object' && project !== null;
  return entries.every(isRight) ? (entries as [string, Readonly<Record<string, unknown>>][]) : undefined;
}

export function parseCapture(written: unknown): Capture | undefined {
  return written === 'full' || written === 'summary' || written === 'metadata' ? written : undefined;
}

/** Whole days, as a number or as a variable of the environment says it. */
export function parseDays(written: unknown): number | undefined {
  const days = typeof written === 'string' && /^\d+$/.test(written.trim()) ? Number(written) : written;
  return typeof days === 'number' && Number.isInteger(days) && days >= 0 && days <= MOST_DAYS ? days : undefined;
}
