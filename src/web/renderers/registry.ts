import type { ComponentType } from 'preact';
import type { Envelope } from '../../shared/envelope.ts';

/** What there is to show in detail: a call by its two events, anything else by its one. */
export interface DetailProps {
  readonly first: Envelope;
  /** What ended the call, once something did. */
  readonly last?: Envelope | undefined;
}

type Load = () => Promise<ComponentType<DetailProps>>;

const loadFields: Load = async () => (await import('./fields.tsx')).Fields;

/** By the tool's name, or the event's type; their code comes when first needed. */
const RENDERERS: Readonly<Record<string, Load>> = {};

/** How something is shown in detail; what nobody knows better is shown field by field. */
export function findRenderer({ type, data }: Envelope): Load {
  const tool = typeof data.tool_name === 'string' ? data.tool_name : undefined;
  return RENDERERS[tool ?? type] ?? loadFields;
}
