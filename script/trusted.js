// What may become HTML on a page that asks for Trusted Types: what was finished when the site was built, pieces of the program itself,
// and texts of a blog, which are only read, in a document that is shown nowhere. Nobody else has the policy.
const same = text => text;
const rules = { createHTML: same, createScriptURL: same };
const policy = () => {
  // Somebody else's page may allow no policy of ours; browsers that know of none need none.
  try { return globalThis.trustedTypes?.createPolicy('deskmates', rules) ?? rules; } catch { return rules; }
};
export const trusted = policy();
