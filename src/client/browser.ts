import { type Address, createStreamOpener } from './browser-stream.ts';
import { createSubscription, type Subscription, type SubscriptionOptions } from './subscription.ts';

export type { Envelope } from '../shared/envelope.ts';
export { MpmError } from '../shared/errors.ts';
export type { Notice } from './notice.ts';
export type { Subscription } from './subscription.ts';

export interface SubscribeOptions extends SubscriptionOptions, Address {}

/**
 * Events as they happen, in a browser or wherever there is a `WebSocket`. A page's Origin has to be among the daemon's
 * `allowedOrigins`. The same as `subscribe` in Node but for how the daemon is found: it cannot be, so it is named.
 */
export function subscribe(options: SubscribeOptions): Subscription {
  return createSubscription(createStreamOpener(options), options);
}
