// Fetches the parts of a program: WebAssembly that runs in the memory of main and is called through its table of functions.
// xtask puts this into the JavaScript of each program, with a line for each part (xtask/src/wasm/group.rs).
import { initSync } from '@PROGRAM@';

const files = new Map();

async function come(name) {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name} was answered with status ${response.status}`);
  const program = initSync();
  const shared = { a: { m: program.memory, t: program.__indirect_function_table, s: program.@STACK@ } };
  // A host that does not know WebAssembly gives it another type.
  if (response.headers.get('content-type') === 'application/wasm') await WebAssembly.instantiateStreaming(response, shared);
  else await WebAssembly.instantiate(await response.arrayBuffer(), shared);
}

/** Asks for a file once, and again only when it did not come. */
function once(name) {
  if (!files.has(name)) {
    const coming = come(name);
    files.set(name, coming);
    coming.catch(() => files.delete(name));
  }
  return files.get(name);
}

/** What main calls to have a part: it is told by a function in the table, with what it gave along, whether all files came. */
const loader = (...names) => (answer, data) => {
  const program = initSync();
  const tell = came => program.__indirect_function_table.get(answer)(data, came);
  Promise.all(names.map(once)).then(() => true, error => { console.error(error); return false; }).then(tell);
};
