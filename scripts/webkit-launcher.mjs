// WebKitGTK for WTR: one real top-level window. Concurrency 1 is forced, or WTR would use its IFrameManager and run
// every test inside an iframe, where the rules about card frames cannot be tested.
import { webdriverLauncher } from '@web/test-runner-webdriver';
import { startWebKit } from './browsers.mjs';

export function webkitLauncher() {
  const options = {
    hostname: '127.0.0.1',
    path: '/',
    logLevel: 'error',
    capabilities: { browserName: 'MiniBrowser', 'wdio:enforceWebDriverClassic': true },
  };
  const launcher = webdriverLauncher(options);
  const initialize = launcher.initialize.bind(launcher);
  const stop = launcher.stop.bind(launcher);
  let running;
  launcher.concurrency = 1;
  launcher.initialize = async (config) => {
    running = await startWebKit();
    options.port = running.port;
    options.capabilities['webkitgtk:browserOptions'] = { binary: running.browser, args: ['--automation'] };
    await initialize({ ...config, concurrency: 1 });
    launcher.name = 'WebKit';
  };
  launcher.stop = async () => {
    await stop();
    running?.stop();
  };
  return launcher;
}
