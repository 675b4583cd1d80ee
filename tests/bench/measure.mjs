// What every measurement has in common.

/** The desktop, and the phone of the issue: CPU 4× slower, 1.6 Mbit/s, 150 ms. */
export const PROFILES = {
  desktop: {},
  phone: { cpu: 4, network: { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 } },
};
export const median = numbers => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
export const ms = number => (Number.isFinite(number) ? number.toFixed(0) : '–');

/**
 * Opens a page on a profile, with an empty cache, and closes it after `act(page, { bytes, cdp })`, whose answer it gives; `bytes()`
 * tells how many have come so far. `options` are those of the browser's context.
 */
export async function visit(browser, profile, act, options = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
    if (profile.network) await cdp.send('Network.emulateNetworkConditions', profile.network);
    if (profile.cpu) await cdp.send('Emulation.setCPUThrottlingRate', { rate: profile.cpu });
    let bytes = 0;
    cdp.on('Network.loadingFinished', event => { bytes += event.encodedDataLength; });
    return await act(page, { bytes: () => bytes, cdp });
  } finally {
    await context.close();
  }
}
