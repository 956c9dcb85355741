import type { ComponentType } from 'preact';
import type { Envelope } from '../../shared/envelope.ts';

/** What there is to show in detail: a call by its two events, anything else by its one. */
export interface DetailProps {
  readonly first: Envelope;
  /** What ended the call, once something did. */
  readonly last?: Envelope | undefined;
}

export type LoadRenderer = () => Promise<ComponentType<DetailProps>>;
