import '../design/code.css';
import '../design/markdown.css';
import '../design/renderers.css';
import { signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Envelope } from '../../shared/envelope.ts';
import { AnyDetail } from '../renderers/any-detail.tsx';
import type { DetailProps } from '../renderers/detail-props.ts';
import { findRenderer } from '../renderers/registry.ts';
import { useIsAfterNow } from '../state/clock.ts';
import { useDashboard } from '../state/dashboard.ts';
import { useRetry } from '../state/use-retry.ts';
import { DetailFacts } from './detail-facts.tsx';
import { Icon } from './icon.tsx';
import { Message } from './message.tsx';
import { RawJson } from './raw-json.tsx';
import { scrollToMiddle, useSought } from './sought.ts';
import { Time } from './time.tsx';
import { Unread } from './unread.tsx';
import { toVisibleText } from './visible-text.ts';

interface DetailPaneProps {
  readonly seq: number;
  readonly endSeq?: number | undefined;
  /** Whether the session is on the page already. */
  readonly withSession: boolean;
  readonly onClose: () => void;
}

/** Whether the pane takes most of the page: a diff side by side has no room otherwise. */
const isWide = signal(false);

/** One event, or one call with its two, as far as anybody may want to know. */
export function DetailPane({ seq, endSeq, withSession, onClose }: DetailPaneProps) {
  const { shown, readAgain } = useShown(seq, endSeq);
  const close = (): void => {
    document.querySelector<HTMLElement>('main .row [aria-current="true"]')?.focus({ preventScroll: true });
    onClose();
  };
  return (
    <aside class={isWide.value ? 'detail is-wide' : 'detail'} aria-label="Detail">
      <header class="detail-head">
        <h2>{isEvent(shown) ? titleOf(shown.first) : `Event ${seq}`}</h2>
        <button
          type="button"
          class="icon-button only-roomy"
          aria-label="Wide detail"
          aria-pressed={isWide.value}
          title={isWide.value ? 'Narrower' : 'Wider'}
          onClick={() => {
            isWide.value = !isWide.value;
          }}
        >
          <Icon name={isWide.value ? 'narrow' : 'widen'} />
        </button>
        <button type="button" class="icon-button" aria-label="Close the detail" title="Close (Esc)" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {shown === undefined && <div class="loading" role="status" aria-label="Loading" />}
      {shown === 'gone' && <Gone />}
      {shown instanceof Error && <Unread what="This event" error={shown} onRetry={readAgain} />}
      {isEvent(shown) && <ByNow {...shown} withSession={withSession} onClose={onClose} />}
    </aside>
  );
}

/** In a recording nothing is told of what is still to come. */
function ByNow({ onClose, ...props }: DetailProps & Pick<DetailPaneProps, 'withSession' | 'onClose'>) {
  const { isReplay } = useDashboard();
  const isToCome = useIsAfterNow(props.first.timestamp);
  if (!isReplay || !isToCome) return <Body {...props} />;
  return (
    <Message title="This is still to come.">
      <p>
        It happened at <Time at={props.first.timestamp} withDay />, later than the replay has come.
      </p>
      <button type="button" class="button" onClick={onClose}>
        Close
      </button>
    </Message>
  );
}

function Body({ first, last, withSession }: DetailProps & { readonly withSession: boolean }) {
  const body = useRef<HTMLDivElement>(null);
  useScrollToFound(body);
  return (
    <div ref={body} class="detail-body">
      <DetailFacts first={first} last={last} withSession={withSession} />
      <AnyDetail first={first} last={last} load={findRenderer(first)} />
      <RawJson title={last === undefined ? 'Raw event' : 'Raw event, beginning'} value={first} />
      {last !== undefined && <RawJson title="Raw event, end" value={last} />}
    </div>
  );
}

/** To the first word that is looked for, as soon as it is there: what shows it comes by and by. */
function useScrollToFound(body: RefObject<HTMLElement | null>): void {
  const sought = useSought();
  useLayoutEffect(() => {
    const { current } = body;
    if (current === null || sought === undefined) return;
    const look = (): void => {
      const found = current.querySelector('mark');
      if (found === null) return;
      watch.disconnect();
      scrollToMiddle(current, found);
    };
    const watch = new MutationObserver(look);
    watch.observe(current, { childList: true, subtree: true });
    look();
    return () => watch.disconnect();
  }, [body, sought]);
}

function titleOf({ type, data }: Envelope): string {
  const name = data.tool_name ?? data.hook_event_name ?? type;
  return toVisibleText(String(name).slice(0, 100));
}

function Gone() {
  return (
    <Message title="There is no such event.">
      <p>It may have been forgotten, be older than what is kept, or be of another machine.</p>
    </Message>
  );
}

type Shown = DetailProps | 'gone' | Error | undefined;

function isEvent(shown: Shown): shown is DetailProps {
  return typeof shown === 'object' && 'first' in shown;
}

/** The events come from the store when they are looked at: a list of them all would be too large to hold. */
function useShown(seq: number, endSeq: number | undefined): { readonly shown: Shown; readonly readAgain: () => void } {
  const { client, feed } = useDashboard();
  const [round, setRound] = useState(0);
  const [shown, setShown] = useState<Shown>(undefined);
  const readAgain = () => setRound((last) => last + 1);
  useRetry(shown instanceof Error ? shown : undefined, readAgain);
  useEffect(() => feed.subscribe({ onReset: (hasGone) => hasGone && readAgain() }), [feed]);
  useEffect(() => {
    let isCurrent = true;
    const show = async (): Promise<void> => {
      const first = await client.event(seq);
      const last = endSeq === undefined || endSeq === seq ? undefined : await client.event(endSeq);
      if (isCurrent) setShown(first === undefined ? 'gone' : { first, last });
    };
    const orWhyNot = async (): Promise<void> => {
      try {
        await show();
      } catch (error) {
        if (isCurrent) setShown(error instanceof Error ? error : new Error(String(error)));
      }
    };
    void orWhyNot();
    return () => {
      isCurrent = false;
    };
  }, [client, seq, endSeq, round]);
  return { shown, readAgain };
}
