//! Writes the brotli and the gzip version of a file beside it, for hosts that serve such.

use crate::{bundle, tools};
use anyhow::Result;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Files of these kinds get smaller when they are compressed.
const COMPRESSED: [&str; 10] = ["html", "js", "css", "wasm", "json", "svg", "md", "txt", "xml", "atom"];

/// Compresses what is not compressed yet in the folder of a site.
pub fn rest(folder: &Path) -> Result<()> {
    tools::say("compressing");
    bundle::files(folder)?.iter().filter(|file| !packed(file, "br").exists()).try_for_each(|file| compress(file))
}

/// The file that a compressed version of this one is in.
pub fn packed(file: &Path, end: &str) -> PathBuf {
    PathBuf::from(format!("{}.{end}", file.display()))
}

/// Compresses a file, if it is of a kind that gets smaller.
pub fn compress(file: &Path) -> Result<()> {
    let kind = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
    if !COMPRESSED.contains(&kind) {
        return Ok(());
    }
    let bytes = fs::read(file)?;
    fs::write(packed(file, "br"), brotli(&bytes)?)?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&bytes)?;
    fs::write(packed(file, "gz"), gzip.finish()?)?;
    Ok(())
}

/// Brotli at its strongest, as a host that compresses ahead of time would.
fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters)?;
    Ok(out)
}
