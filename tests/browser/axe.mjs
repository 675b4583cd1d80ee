// axe-core in the page. @axe-core/playwright does the same through an inline
// script, which our Content-Security-Policy forbids: this one is evaluated.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export default class {
  constructor({ page }) { this.page = page; }

  /** What axe finds by all its rules, or by these. */
  async analyze(rules) {
    if (!await this.page.evaluate(() => 'axe' in globalThis)) await this.page.evaluate(source);
    return this.page.evaluate(rules => globalThis.axe.run(document, { resultTypes: ['violations'], ...(rules && { runOnly: rules }) }), rules);
  }
}
