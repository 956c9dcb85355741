/** The views of the dashboard, as they stand in the address bar: the first part of a path. `/` is the first of them. */
export const VIEW_NAMES = ['sessions', 'events', 'overview'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

/** The names of the files below change with what is in them. */
export const ASSETS_PATH = '/assets/';
const ICON_PATH = '/icon.svg';

/** Where the page trades its ticket for the token. */
export const REDEEM_PATH = '/v1/tickets/redeem';

/** Whether a path shows a view of the page: then the daemon answers with the page, which reads the rest itself. */
export function isViewPath(path: string): boolean {
  const [, first = ''] = path.split('/', 2);
  return path === '/' || VIEW_NAMES.some((name) => name === first);
}

/** What of the daemon's paths is the page's: files without anybody's data. */
export function isPagePath(path: string): boolean {
  return isViewPath(path) || path.startsWith(ASSETS_PATH) || path === ICON_PATH;
}
