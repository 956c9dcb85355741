import { createStreamOpener } from './node-stream.ts';
import { createReach, type Reach } from './reach.ts';
import { createSubscription, type Subscription, type SubscriptionOptions } from './subscription.ts';

export interface SubscribeOptions extends SubscriptionOptions, Reach {}

/** Events as they happen, over a socket of its own. A slow reader holds up the socket, not our memory. */
export function subscribe(options: SubscribeOptions = {}): Subscription {
  return createSubscription(createStreamOpener(createReach(options)), options);
}
