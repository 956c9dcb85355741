import { useState } from 'preact/hooks';
import { closeOverlay } from '../state/overlay.ts';
import { NOTICE_KINDS, type NoticeKind } from '../state/parse-settings.ts';
import { changeSettings, settings } from '../state/settings.ts';
import { chooseTheme, THEMES, theme } from '../state/theme.ts';
import { Dialog } from './dialog.tsx';

const TOLD: Readonly<Record<NoticeKind, string>> = {
  waiting: 'waits for you',
  failed: 'fails',
  finished: 'has finished',
};

/** What can be chosen, for this browser alone. */
export function SettingsSheet() {
  const close = () => closeOverlay('settings');
  return (
    <Dialog label="Settings" class="settings" onClose={close}>
      <header class="dialog-head">
        <h2>Settings</h2>
        <button type="button" class="button button-small" onClick={close}>
          Close
        </button>
      </header>
      <div class="dialog-text">
        <Choice title="Theme" names={THEMES} chosen={theme.value} onChoose={chooseTheme} />
        <Choice
          title="Times"
          names={['local', 'utc'] as const}
          chosen={settings.value.clock}
          onChoose={(clock) => changeSettings({ clock })}
        />
        <Notifications />
        <p class="quiet">Kept in this browser.</p>
      </div>
    </Dialog>
  );
}

const WORDS: Readonly<Record<string, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  local: 'Local',
  utc: 'UTC',
};

interface ChoiceProps<Name extends string> {
  readonly title: string;
  readonly names: readonly Name[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}

function Choice<Name extends string>({ title, names, chosen, onChoose }: ChoiceProps<Name>) {
  return (
    <fieldset class="choices">
      <legend>{title}</legend>
      {names.map((name) => (
        <label key={name}>
          <input type="radio" name={title} checked={name === chosen} onChange={() => onChoose(name)} />
          {WORDS[name] ?? name}
        </label>
      ))}
    </fieldset>
  );
}

function Notifications() {
  const [permission, setPermission] = useState(permissionNow());
  const { notify } = settings.value;
  const change = async (kind: NoticeKind, isWanted: boolean): Promise<void> => {
    changeSettings({ notify: { ...settings.peek().notify, [kind]: isWanted } });
    if (!isWanted || permission !== 'default') return;
    await Notification.requestPermission();
    setPermission(permissionNow());
  };
  return (
    <fieldset class="choices" disabled={permission === 'none'}>
      <legend>Notify me when a session …</legend>
      {NOTICE_KINDS.map((kind) => (
        <label key={kind}>
          <input
            type="checkbox"
            checked={notify[kind]}
            onChange={({ currentTarget }) => void change(kind, currentTarget.checked)}
          />
          {TOLD[kind]}
        </label>
      ))}
      <p class="choices-note" role="status">
        {Object.values(notify).includes(true) || permission === 'none' ? EXPLAINED[permission] : EXPLAINED.off}
      </p>
    </fieldset>
  );
}

type Permission = NotificationPermission | 'none';

const EXPLAINED: Readonly<Record<Permission | 'off', string>> = {
  off: 'Nothing is said as long as none is chosen.',
  granted: 'Said while no tab of this page is looked at, once, however many are open.',
  default: 'The browser has not been asked, or was not answered: choose again, and allow it.',
  denied: 'The browser does not let this page notify. Allow it for this address in the browser’s site settings.',
  none: 'This browser has no notifications for this address.',
};

function permissionNow(): Permission {
  return 'Notification' in window ? Notification.permission : 'none';
}
