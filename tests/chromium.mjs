/** How Chromium starts wherever it is driven: without a window, and without asking its maker's hosts for anything. */
export const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
