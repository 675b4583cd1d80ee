// Starts the program. It runs before the first paint, so it is small, and does three things:
// sets the theme and language that were chosen, asks for everything the first page needs at
// the same moment as the WebAssembly, and says so when the program cannot start.
{
  const own = document.currentScript.dataset;
  const root = document.documentElement;
  const at = path => new URL(path, document.baseURI);
  // The same keys as in src/store/browser.rs.
  const kept = name => { try { return localStorage.getItem(`deskmates${at('').pathname}:${name}`); } catch { return null; } };

  const theme = kept('theme');
  if (theme) root.dataset.theme = theme;
  // The languages that there are, each with the direction it is written in.
  const known = { en: 'ltr', ar: 'rtl' };
  const language = [kept('language'), ...navigator.languages.map(l => l.split('-')[0])].find(l => l in known) ?? 'en';
  root.lang = language;
  root.dir = known[language];

  // Answers that are on their way. The program takes each once, by its path.
  const asked = new Map();
  const ask = path => asked.set(path, fetch(at(path)));
  globalThis.deskmates = { take(path) { const answer = asked.get(path); asked.delete(path); return answer; } };
  ask(`locales/${language}.json`);
  ask('config.json');
  const page = location.pathname.slice(at('').pathname.length);
  const isDemo = own.mode === 'demo';
  if (isDemo) {
    ask('demo/rounds.json');
    if (page === '' || /^(topics|rounds)(\/|$)/.test(page)) ask('demo/topics.json');
    if (/^topics\/./.test(page)) ask(`demo/comments/${page.slice(7).replace(/\/$/, '')}.json`);
  } else {
    ask(`locales/live.${language}.json`);
  }
  const areas = { check: /^coordinate\//, partner: /^(sign-in|partner|partner\/certificate)\/?$/, oneself: /^(me|desks)\/?$/ };
  const area = Object.keys(areas).find(name => areas[name].test(page)) ?? '';
  if (area === 'partner' || area === 'oneself') ask(`locales/partner.${language}.json`);
  for (const answer of asked.values()) answer.catch(() => {});

  // What everybody reads, what partners have and what coordinators need are programs of their own, for the demo and for
  // backends. The page names the mode that its site is built for; the configuration decides, in case it was changed since.
  const programs = {
    demo: { partner: 'deskmates-partner', oneself: 'deskmates-oneself' },
    live: { '': 'deskmates-live', partner: 'deskmates-live-partner', oneself: 'deskmates-live-oneself', check: 'deskmates-check' },
  };
  const program = demo => {
    const name = programs[demo ? 'demo' : 'live'][area];
    return { glue: import(at(name ? `${name}.js` : own.js)), wasm: fetch(at(name ? `${name}_bg.wasm` : own.wasm)) };
  };
  const likely = program(isDemo);
  asked.get('config.json').then(answer => answer.clone().json()).catch(() => ({}))
    .then(({ data = {} }) => {
      for (const { profile } of data.backends ?? []) if (typeof profile === 'string') ask(profile);
      const wanted = { demo: true, backends: false }[data.mode] ?? isDemo;
      return wanted === isDemo ? likely : program(wanted);
    })
    .then(({ glue, wasm }) => glue.then(glue => glue.default({ module_or_path: wasm })))
    .catch(error => {
      console.error(error);
      document.getElementById('boot-failed')?.removeAttribute('hidden');
    });
}
