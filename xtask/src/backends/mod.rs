//! Real backends of other makers on this machine, so that tests and developers
//! can see how each of them answers: `cargo xtask backends up|down|list`.
//!
//! `up` leaves a backend that is empty but sound: the schema of
//! `public/profiles/`, accounts, and the two partnerships that access rules hang
//! on. Everything lies in `target/backends/NAME/`, fresh at every `up`; what to
//! sign in with is in `accounts.json` there, with new passwords each time. The
//! servers listen on loopback only and outlive the command.

mod accounts;
mod http;
mod json_server;
mod kinto;
mod pocketbase;
mod postgrest;
mod process;
mod wordpress;

pub use postgrest::many_comments;

use crate::tools::{project_root, say};
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};

/// One backend and how it is started.
struct Backend {
    name: &'static str,
    /// Where it answers; its database, if it has one, has a port of its own.
    ports: &'static [u16],
    /// Starts it in an empty folder and gives it schema and accounts.
    start: fn(&Path) -> Result<()>,
}

const BACKENDS: [Backend; 5] = [
    Backend { name: "json-server", ports: &[json_server::PORT], start: json_server::start },
    Backend { name: "wordpress", ports: &[wordpress::PORT, wordpress::DATABASE], start: wordpress::start },
    Backend { name: "postgrest", ports: &[postgrest::PORT, postgrest::DATABASE], start: postgrest::start },
    Backend { name: "pocketbase", ports: &[pocketbase::PORT], start: pocketbase::start },
    Backend { name: "kinto", ports: &[kinto::PORT], start: kinto::start },
];

/// What they are called.
pub fn names() -> [&'static str; 5] {
    BACKENDS.map(|backend| backend.name)
}

fn named(name: &str) -> Result<&'static Backend> {
    BACKENDS
        .iter()
        .find(|backend| backend.name == name)
        .with_context(|| format!("no backend {name}; there are {}", names().join(", ")))
}

fn folder(name: &str) -> PathBuf {
    project_root().join("target/backends").join(name)
}

/// Starts the backend anew, with nothing of what was in it.
pub fn up(name: &str) -> Result<()> {
    let backend = named(name)?;
    let folder = folder(name);
    down(name)?;
    for port in backend.ports {
        ensure!(
            process::is_free(*port),
            "port {port} of 127.0.0.1 is taken by something that this command did not start"
        );
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("{} could not be emptied", folder.display()))?;
    }
    std::fs::create_dir_all(&folder)?;
    if let Err(error) = (backend.start)(&folder) {
        down(name)?; // half a backend is in the way of the next try
        return Err(error.context(format!("{name} did not come up; its logs are in {}", folder.display())));
    }
    say(&format!(
        "{name} is at {} (accounts: {})",
        http::base(backend.ports[0]),
        folder.join("accounts.json").display()
    ));
    Ok(())
}

/// Stops the backend if it runs. What is in it stays until the next `up`.
pub fn down(name: &str) -> Result<()> {
    named(name)?;
    let folder = folder(name);
    for server in [process::SERVER, process::DATABASE] {
        process::stop(&folder, server)?;
    }
    Ok(())
}

/// Prints which backends run.
pub fn list() -> Result<()> {
    for Backend { name, ports, .. } in &BACKENDS {
        let state = match process::running(&folder(name), process::SERVER) {
            Some(pid) => format!("up, {} (process {pid})", http::base(ports[0])),
            None => "down".to_owned(),
        };
        println!("{name:<12} {state}");
    }
    Ok(())
}

/// A file that the project ships for those who run this backend.
fn shipped(file: &str) -> Result<PathBuf> {
    let path = project_root().join("public/profiles").join(file);
    ensure!(path.is_file(), "{} is missing", path.display());
    Ok(path)
}
