/** An event by this name is answered and shown to whoever asks for it by name, and stored nowhere. */
export const PROBE = 'system.probe';
