import './design/tokens.css';
import './design/base.css';
import './design/components.css';
import './design/detail.css';
import './design/overlays.css';
import './design/page.css';
import { render } from 'preact';
import { createTokenKeeper } from './api/token-keeper.ts';
import { startNotifying } from './notify/notify.ts';
import { Page } from './page.tsx';
import { parseAddress } from './state/address.ts';
import { createDashboard, DashboardProvider } from './state/dashboard.ts';
import { listenToKeys } from './state/keys.ts';
import { warn } from './state/notices.ts';
import { applyTheme } from './state/theme.ts';
import { viewOf } from './views/registry.ts';

/** Nothing that is asked of the daemon holds up the first picture: each question waits for the token by itself. */
async function main(): Promise<void> {
  applyTheme();
  void viewOf(parseAddress(location.href))().catch(() => undefined); // on its way while the ticket is traded
  const tokens = createTokenKeeper();
  const dashboard = createDashboard(tokens);
  listenToKeys();
  startNotifying(dashboard);
  const place = document.getElementById('page');
  if (place === null) throw new Error('The page has no place to be.');
  render(
    <DashboardProvider value={dashboard}>
      <Page />
    </DashboardProvider>,
    place,
  );
  if (!(await tokens.entered))
    warn('The ticket in the address was used already, or is too old. Run mpm-hook open for another.');
}

await main();
