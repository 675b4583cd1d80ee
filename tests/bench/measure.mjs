// What every measurement has in common.

/** The desktop, and the phone of the issue: CPU 4× slower, 1.6 Mbit/s, 150 ms. */
export const PROFILES = {
  desktop: {},
  phone: { cpu: 4, network: { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 } },
};
export const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
export const median = numbers => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
export const ms = number => (Number.isFinite(number) ? number.toFixed(0) : '–');
