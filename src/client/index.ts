export type { Envelope } from '../shared/envelope.ts';
export { MpmError } from '../shared/errors.ts';
export { type Connection, connect, type Daemon } from './connection.ts';
export { type DaemonAddress, findDaemon } from './find-daemon.ts';
export type { Notice } from './notice.ts';
export { createPublisher, type EventToPublish, type Publisher, publish } from './publisher.ts';
export { type SubscribeOptions, subscribe } from './subscribe.ts';
