//! Kinto, out of memory, with the settings and collections that a programme
//! would use. One collection of contacts for each partnership is added, as
//! `kinto.yml` asks coordinators to do.

use super::accounts::{self, PARTNERSHIPS, ROUND};
use super::{http, process, shipped};
use crate::tools::{pip_tool, read_json, run};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

pub const PORT: u16 = 4105;

/// Kinto needs setuptools without saying so; kinto-wizard loads collections.
const PACKAGES: [&str; 4] = ["kinto", "waitress", "setuptools", "kinto-wizard"];

pub fn start(folder: &Path) -> Result<()> {
    let programs = pip_tool(&PACKAGES, &[], "kinto-wizard")?;
    let password = accounts::secret()?;
    let guard = shipped("kinto_guard.py")?;
    let mut server = Command::new(programs.join("python"));
    server
        .args(["-c", include_str!("kinto_start.py")])
        .arg(shipped("kinto.ini")?)
        .arg(PORT.to_string())
        .env("ADMIN", &password)
        .env("PYTHONPATH", guard.parent().context("the guard stands in a folder")?)
        .env("PYTHONDONTWRITEBYTECODE", "1") // that folder is published
        .env("KINTO_USERID_HMAC_SECRET", accounts::secret()?)
        .env("KINTO_STORAGE_BACKEND", "kinto.core.storage.memory")
        .env("KINTO_PERMISSION_BACKEND", "kinto.core.permission.memory")
        .current_dir(folder);
    process::spawn(folder, process::SERVER, &mut server)?;
    let api = format!("{}/v1", http::base(PORT));
    process::ready(folder, process::SERVER, || http::is_ready(&format!("{api}/")))?;

    let admin = format!("admin:{password}");
    let mut load = Command::new(programs.join("kinto-wizard"));
    run(load.args(["load", "--quiet", "--server", &api, "--auth", &admin]).arg(shipped("kinto.yml")?))?;

    let put = |path: &str, body: Value| http::send("PUT", &format!("{api}/{path}"), Some(&http::basic(&admin)), &body);
    // Accounts are called what the participants are.
    let accounts = accounts::all(str::to_owned)?;
    for account in &accounts {
        let own = [format!("account:{}", account.user)];
        put(
            &format!("accounts/{}", account.user),
            json!({ "data": { "password": account.password }, "permissions": { "write": own } }),
        )?;
    }
    for (id, participants) in PARTNERSHIPS {
        let members = participants.map(|participant| format!("account:{participant}"));
        let partnership = json!({ "round": ROUND, "participants": participants });
        put(
            &format!("buckets/private/collections/partnerships/records/{id}"),
            json!({ "data": partnership, "permissions": { "read": members } }),
        )?;
        put(
            &format!("buckets/private/collections/contacts-{id}"),
            json!({
                "permissions": { "read": members, "record:create": members },
                "data": { "schema": contact(id, &participants)? },
            }),
        )?;
    }
    accounts::write(folder, &accounts)
}

/// The schema of a partnership's contacts: the one that is published, with their names in it.
fn contact(partnership: &str, participants: &[&str]) -> Result<Value> {
    let mut schema = read_json(shipped("kinto-contacts.json")?)?;
    schema["properties"]["partnership"]["enum"] = json!([partnership]);
    schema["properties"]["by"]["enum"] = json!(participants);
    Ok(schema)
}
