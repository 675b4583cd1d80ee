//! Takes a program apart where `src/` says so (the attribute `wasm_split`), and makes the JavaScript that calls it.

use anyhow::{Context, Result, anyhow};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

/// The module that main imports the loaders of parts from.
pub const LOADER: &str = "./__wasm_split.js";

/// Pieces of a program: for each the parts that need it. A piece is `NAME.wasm` in the folder of the program.
pub type Pieces = BTreeMap<String, BTreeSet<String>>;

/// Takes a program apart. Main is `NAME_bg.wasm` in the folder, and `NAME.js` calls it.
pub fn apart(name: &str, compiled: &Path, folder: &Path) -> Result<Pieces> {
    let bytes = fs::read(compiled).with_context(|| compiled.display().to_string())?;
    let main = folder.join("main.wasm");
    let module = format!("./{name}.js");
    let mut options = Options::new(&bytes);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = &module;
    options.link_name = LOADER;
    options.verbose = false;
    // Its errors are of another crate's kind.
    let made = transform(options).map_err(|error| anyhow!("{error:#}"))?;
    bind(name, &main, folder, true)?;
    let mut pieces = Pieces::new();
    for (part, needs) in made.prefetch_map {
        for piece in needs {
            pieces.entry(piece).or_default().insert(part.clone());
        }
    }
    Ok(pieces)
}

/// Makes the JavaScript of a program. Parts call functions of main that nobody else calls, so these stay where there are parts.
pub fn bind(name: &str, wasm: &Path, folder: &Path, has_parts: bool) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name(name).typescript(false).keep_lld_exports(has_parts).demangle(false);
    bindgen.keep_debug(false).remove_name_section(false);
    bindgen.web(true)?.generate(folder)
}
