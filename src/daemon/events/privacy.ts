import type { Settings } from '../../shared/config.ts';
import { createRedactJson, type RedactJson } from '../../shared/redact/redact-json.ts';
import { createRedactText } from '../../shared/redact/redact-text.ts';
import { compileUserPatterns } from '../../shared/redact/user-patterns.ts';
import type { Origin } from '../store/event-store.ts';
import { captureOf } from './capture.ts';
import { type IdentifiedEvent, keysOf } from './identify.ts';
import { reduceToMetadata, reduceToSummary } from './reduce.ts';

export type PrivacySettings = Pick<Settings, 'redact' | 'capture' | 'projects'>;

export interface ProtectedEvent {
  readonly event: IdentifiedEvent;
  readonly origin: Origin;
  /** How many secrets stood in it. */
  readonly redacted: number;
}

/** Leaves of an event what may be kept and shown. All that is written or sent goes through here first. */
export interface Privacy {
  protect(event: IdentifiedEvent, origin: Origin): ProtectedEvent;
  /** The same for what an envelope says beside its data: the name of a machine, an id. */
  protectName(name: string): string;
  /** What may be kept of bytes that are no event; nothing where anybody's content is not to be kept. */
  protectBytes(bytes: Buffer): string;
  /** Sentences about patterns of the settings that cannot be used. */
  readonly warnings: readonly string[];
}

export function createPrivacy(settings: PrivacySettings): Privacy {
  const { patterns, warnings } = compileUserPatterns(settings.redact);
  const redactText = createRedactText(patterns);
  const redactJson = createRedactJson({ redactText, hasUserPatterns: patterns.length > 0 });
  let latest: { readonly given: Origin; readonly kept: Origin } | undefined;
  const isAllKept = [settings, ...Object.values(settings.projects)].every(({ capture = 'full' }) => capture === 'full');

  return {
    warnings,

    protect(event, origin) {
      const capture = captureOf(settings, [origin.project, event.data.cwd]);
      const redactedOrigin = redactOrigin(origin);
      if (capture === 'metadata') {
        return { event: withData(event, reduceToMetadata(event.data)), origin: redactedOrigin, redacted: 0 };
      }
      const { json, count } = redactJson(event.body);
      const redacted = count === 0 ? event : withBody(event, json, redactJson);
      const kept = capture === 'summary' ? withData(redacted, reduceToSummary(redacted.data)) : redacted;
      return { event: kept, origin: redactedOrigin, redacted: count };
    },

    protectName: (name) => redactText(name).text,
    protectBytes: (bytes) => (isAllKept ? redactText(bytes.toString('utf8')).text : ''),
  };

  /** What the sender says of himself is text as well; of many events at once he says it once. */
  function redactOrigin(origin: Origin): Origin {
    if (latest?.given === origin) return latest.kept;
    const { json, count } = redactJson(JSON.stringify(origin));
    latest = { given: origin, kept: count === 0 ? origin : (JSON.parse(json) as Origin) };
    return latest.kept;
  }
}

/** The short fields of an event that is not taken apart are redacted by themselves: its body is too much to be parsed. */
function withBody(event: IdentifiedEvent, body: string, redactJson: RedactJson): IdentifiedEvent {
  const json = event.isSkimmed ? redactJson(JSON.stringify(event.data)).json : body;
  const data = JSON.parse(json) as Record<string, unknown>; // it was an object before
  return { ...event, ...keysOf(data), data, body };
}

/** What is left is whole, however much there was. */
function withData(event: IdentifiedEvent, data: Record<string, unknown>): IdentifiedEvent {
  return { ...event, ...keysOf(data), data, body: JSON.stringify(data), isSkimmed: false };
}
