//! json-server: a file with a REST interface. No accounts and no rules, anybody
//! reads and writes everything: for trying things out, never for a programme.

use super::{accounts, http, process};
use crate::npm;
use anyhow::Result;
use serde_json::json;
use std::path::Path;
use std::process::Command;

pub const PORT: u16 = 4101;

pub fn start(folder: &Path) -> Result<()> {
    let program = npm::tool("json-server")?.join("json-server");
    let partnerships = accounts::PARTNERSHIPS
        .map(|(id, participants)| json!({ "id": id, "round": accounts::ROUND, "participants": participants }));
    let data = json!({
        "rounds": [], "topics": [], "comments": [],
        "participants": [], "partnerships": partnerships, "contacts": [],
    });
    std::fs::write(folder.join("db.json"), data.to_string())?;
    accounts::write(folder, &[])?;
    let port = PORT.to_string();
    let options = ["db.json", "--host", "127.0.0.1", "--port", &port, "--quiet"];
    process::spawn(folder, process::SERVER, Command::new(program).args(options).current_dir(folder))?;
    process::ready(folder, process::SERVER, || http::is_ready(&format!("{}/topics", http::base(PORT))))
}
