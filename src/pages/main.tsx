import { render } from 'preact';
import { startLive } from './data/live/live.js';
import { startSession } from './data/session.js';
import { App } from './frame/app.js';
import { startKeys } from './frame/keys.js';
import { startTheme } from './frame/theme.js';
import { startRouter } from './router.js';

startTheme();
startRouter();
startKeys();
// Where the token is of no use, what is asked next says so.
await startSession().catch(() => undefined);
startLive();
render(<App />, document.body);
