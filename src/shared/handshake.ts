import type { Duplex } from 'node:stream';
import { SUBPROTOCOL } from './knock.ts';
import { refuseSocket } from './refuse-socket.ts';

export const BAD_HANDSHAKE = { status: 400, code: 'bad_handshake' };

/** How `ws` is to shake hands: it neither listens nor keeps count, others do. */
export const HANDSHAKE = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false, // frames are built once for all, so they can't be compressed for one
  handleProtocols: (offered: ReadonlySet<string>) => offered.has(SUBPROTOCOL) && SUBPROTOCOL, // never echoes the one that holds the token
} as const;

/** Answers a handshake that is none. */
export function refuseHandshake(error: Error, socket: Duplex): void {
  refuseSocket(socket, { ...BAD_HANDSHAKE, message: `${error.message}.` }, { 'sec-websocket-version': '13' });
}
