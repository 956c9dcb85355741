/** The release of this program; kept equal to package.json by a test. */
export const VERSION = '0.1.0';

/** Changes only when an older peer would misread what we say. */
export const PROTOCOL = 1;
