import type { NewRow } from './ledger.ts';

/** A row of the events without its seq, as another ledger takes it. */
export function toNewRow(row: Record<string, unknown>): NewRow {
  return {
    id: String(row.id),
    type: String(row.type),
    atMs: Number(row.at_ms),
    sessionId: toText(row.session_id),
    toolUseId: toText(row.tool_use_id),
    host: String(row.host),
    body: String(row.body),
    cut: row.cut === 1,
    origin: String(row.origin),
  };
}

function toText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
