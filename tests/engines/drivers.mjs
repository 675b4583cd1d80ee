// The three engines that people read with, each behind its own WebDriver.
import { Builder, Capabilities } from 'selenium-webdriver';
import chrome from 'selenium-webdriver/chrome.js';
import firefox from 'selenium-webdriver/firefox.js';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { FLAGS } from '../chromium.mjs';

const env = process.env;

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

async function answers(port, child) {
  while (child.exitCode === null) {
    const ready = await fetch(`http://127.0.0.1:${port}/status`).then(r => r.ok, () => false);
    if (ready) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`the driver ended with ${child.exitCode}`);
}

/** WebKitGTK's own small browser; its place depends on the architecture. */
function miniBrowser() {
  for (const lib of fs.readdirSync('/usr/lib').map(d => path.join('/usr/lib', d))) {
    const found = path.join(lib, 'webkit2gtk-4.1', 'MiniBrowser');
    if (fs.existsSync(found)) return found;
  }
  throw new Error('no MiniBrowser below /usr/lib: is webkit2gtk-driver installed?');
}

/** name → () → { driver, stop() } */
export const engines = {
  async Chromium() {
    const options = new chrome.Options().addArguments(...FLAGS, '--lang=en-GB');
    const driver = await new Builder().forBrowser('chrome').setChromeOptions(options)
      .setChromeService(new chrome.ServiceBuilder(env.CHROMEDRIVER)).build();
    return { driver, stop: () => driver.quit() };
  },
  async Firefox() {
    const options = new firefox.Options().setBinary(env.FIREFOX).addArguments('-headless').setPreference('intl.accept_languages', 'en-GB');
    const driver = await new Builder().forBrowser('firefox').setFirefoxOptions(options)
      .setFirefoxService(new firefox.ServiceBuilder(env.GECKODRIVER)).build();
    return { driver, stop: () => driver.quit() };
  },
  async WebKit() {
    const port = await freePort();
    const child = spawn(env.XVFB_RUN, ['-a', env.WEBKITDRIVER, `--port=${port}`],
      { env: { ...env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LANG: 'en_GB.UTF-8', LANGUAGE: 'en' }, stdio: 'ignore', detached: true });
    await answers(port, child);
    const capabilities = new Capabilities({ browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] } });
    const driver = await new Builder().withCapabilities(capabilities).usingServer(`http://127.0.0.1:${port}`).build();
    return { driver, stop: async () => { await driver.quit(); process.kill(-child.pid); } };
  },
};
