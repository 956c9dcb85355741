/** Enough of SQLite's file format (https://sqlite.org/fileformat2.html) to find what no row uses. */
export interface PageLayout {
  readonly pageBytes: number;
}

/** What a page is, as the map of pages says: the root of a b-tree, or within one. */
const IS_ROOT = 1;
const IS_WITHIN = 5;
const ENTRY_BYTES = 5;
/** The page at this byte is never used: locks lie there. */
const LOCK_BYTE = 0x40_00_00_00;
/** How long the header of a page is, by its kind. */
const HEADER_BYTES: ReadonlyMap<number, number> = new Map([
  [2, 12],
  [5, 12],
  [10, 8],
  [13, 8],
]);

/** Where the map of pages tells of this one; undefined for the first, and for those that are no b-tree's for certain. */
export function mapEntryOf(
  page: number,
  { pageBytes }: PageLayout,
): { readonly page: number; readonly at: number } | undefined {
  const lockPage = LOCK_BYTE / pageBytes + 1;
  if (page < 3 || page === lockPage) return undefined;
  const stride = Math.floor(pageBytes / ENTRY_BYTES) + 1;
  const first = Math.floor((page - 2) / stride) * stride + 2;
  const mapPage = first === lockPage ? first + 1 : first;
  if (page <= mapPage) return undefined;
  return { page: mapPage, at: ENTRY_BYTES * (page - mapPage - 1) };
}

/** The kind in an entry of the map. */
export function isOfTree(kind: number | undefined): boolean {
  return kind === IS_ROOT || kind === IS_WITHIN;
}

/** Between the places of a b-tree page's rows and the rows themselves; undefined where it does not make sense. */
export function gapOf(page: Buffer): { readonly from: number; readonly to: number } | undefined {
  const headerBytes = HEADER_BYTES.get(page[0] ?? 0);
  if (headerBytes === undefined) return undefined;
  const from = headerBytes + 2 * page.readUInt16BE(3);
  const to = page.readUInt16BE(5) || 65_536;
  return from <= to && to <= page.length ? { from, to } : undefined;
}
