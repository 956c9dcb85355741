import { parseMoment } from '../../shared/duration.ts';
import { MpmError } from '../../shared/errors.ts';

/** What stands behind the question mark, each name at most once unless it may be repeated. */
export interface Query {
  text(name: string): string | undefined;
  /** Repeated, or with commas between. */
  list(name: string): readonly string[] | undefined;
  flag(name: string): boolean | undefined;
  /** A whole number, 0 or more. */
  whole(name: string): number | undefined;
  /** Between 1 and 1000, 100 where nothing is said. */
  limit(): number;
  /** ISO 8601, or how long ago. */
  moment(name: string): number | undefined;
}

const LIMIT = 100;
const MAX_LIMIT = 1000;
const MAX_VALUE_CHARS = 500;
const MAX_VALUES = 64;

/** Throws `BAD_QUERY` for a name that is not known here, and for values that cannot be meant. */
export function parseQuery(query: string, known: readonly string[], nowMs: number): Query {
  const fields = new URLSearchParams(query);
  for (const [name, value] of fields) {
    if (!known.includes(name)) throw wrong(`There is no "${name}" to ask by; there are: ${known.join(', ')}.`);
    if (value.length > MAX_VALUE_CHARS) throw wrong(`\`${name}\` is longer than ${MAX_VALUE_CHARS} characters.`);
  }

  const text = (name: string): string | undefined => {
    const [value, ...more] = fields.getAll(name);
    if (more.length > 0) throw wrong(`\`${name}\` can be given once.`);
    return value === '' ? undefined : value;
  };
  const whole = (name: string): number | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (Number.isSafeInteger(number)) return number;
    throw wrong(`\`${name}\` must be a whole number, 0 or more.`);
  };

  return {
    text,
    whole,
    flag(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (value === 'true' || value === 'false') return value === 'true';
      throw wrong(`\`${name}\` must be true or false.`);
    },
    list(name) {
      const values = fields.getAll(name).flatMap((value) => value.split(',').filter(Boolean));
      if (values.length > MAX_VALUES) throw wrong(`\`${name}\` can name at most ${MAX_VALUES}.`);
      return values.length === 0 ? undefined : values;
    },
    limit() {
      const limit = whole('limit') ?? LIMIT;
      if (limit >= 1 && limit <= MAX_LIMIT) return limit;
      throw wrong(`\`limit\` must be between 1 and ${MAX_LIMIT}.`);
    },
    moment(name) {
      const value = text(name);
      const moment = value === undefined ? undefined : parseMoment(value, nowMs);
      if (value === undefined || moment !== undefined) return moment;
      throw wrong(`\`${name}\` must be an ISO 8601 time, or how long ago: 90s, 10m, 2h, 1d.`);
    },
  };
}

export function wrong(message: string): MpmError {
  return new MpmError('BAD_QUERY', message);
}
