const ID = /^[A-Za-z0-9._-]{8,64}$/;

/** Whether a sender's own id may be used as a key and in a file name. */
export function isEventId(text: string): boolean {
  return ID.test(text);
}
