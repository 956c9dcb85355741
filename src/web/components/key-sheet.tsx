import { keyBindings } from '../state/keys.ts';
import { Dialog } from './dialog.tsx';

const ALWAYS = [
  { keys: 'Ctrl K', title: 'Commands and sessions' },
  { keys: '↑ ↓', title: 'From row to row; Home and End to the first and last' },
  { keys: 'Enter', title: 'Open the row' },
  { keys: 'Esc', title: 'Close, or leave a field' },
];

/** As they stand on a keyboard. */
const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  Delete: 'Del',
  Escape: 'Esc',
  ' ': 'Space',
};

function toSigns(keys: string): string[] {
  const one = SIGNS[keys];
  return one === undefined ? keys.split(/[ +](?=.)/).map((key) => SIGNS[key] ?? key) : [one];
}

/** Every key there is at this moment: the page's and the view's. */
export function KeySheet({ onClose }: { readonly onClose: () => void }) {
  const bound = keyBindings().filter(({ keys }) => keys !== 'Escape');
  const known = new Map([...ALWAYS, ...bound].map(({ keys, title }) => [keys, title]));
  return (
    <Dialog label="Keys" class="key-sheet" onClose={onClose}>
      <header class="dialog-head">
        <h2>Keys</h2>
        <button type="button" class="button button-small" onClick={onClose}>
          Close
        </button>
      </header>
      <dl>
        {[...known].map(([keys, title]) => (
          <div key={keys}>
            <dt>
              {toSigns(keys).map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
