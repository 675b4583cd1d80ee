//! The database behind PostgREST, as its owner has it.

use std::process::{Command, Output};

/// Where the PostgreSQL of the tests listens: `DATABASE` of xtask's backends/postgrest.rs.
const DATABASE: &str = "4198";

fn psql(arguments: &[&str]) -> Output {
    let always = ["-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-p", DATABASE, "-U", "postgres", "-d", "deskmates"];
    Command::new("psql").args(always).args(["-v", "ON_ERROR_STOP=1"]).args(arguments).output().unwrap()
}

/// What the owner of the database does, and what the last of it says.
pub fn sql(words: &str) -> String {
    let output = psql(&["-c", words]);
    assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Runs the file that is published again; gives what it warned of.
pub fn run_again() -> String {
    let output = psql(&["-f", "public/profiles/postgrest.sql"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    said.lines().filter(|line| line.contains("WARNING")).collect::<Vec<_>>().join("\n")
}
