/** What a subscriber is told beside events. */
export type Notice =
  /** Connected, also anew. `seq` is the daemon's last one, and the stream begins behind `after`. */
  | {
      readonly kind: 'connected';
      readonly version: string;
      readonly storeId: string;
      readonly seq: number;
      readonly oldestSeq: number;
      readonly after: number | undefined;
    }
  /** The connection has gone, or could not be made; the next attempt comes by itself. */
  | { readonly kind: 'lost'; readonly error: unknown }
  /** Events that match and will not come: not held any more, or dropped because the reader was slow. Without a `count` nobody knows how many. */
  | { readonly kind: 'gap'; readonly from: number; readonly to: number | undefined; readonly count: number | undefined }
  /** The daemon counts anew, as after its store was set aside: seqs from before mean nothing to it. */
  | { readonly kind: 'newStore'; readonly storeId: string; readonly previous: string };
