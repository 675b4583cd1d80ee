//! Servers that outlive the command that started them, and are stopped by the
//! process ids they left behind.

use anyhow::{Context, Result, bail, ensure};
use std::fs::File;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The name of a backend's process that answers to HTTP.
pub const SERVER: &str = "server";
/// The name of the database behind it.
pub const DATABASE: &str = "database";

/// How long a server may take to come up or to go: WordPress sets up a database.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(50);

/// The account that runs what refuses to be run by root.
const ORDINARY: &str = "deskmates";

/// Starts a server in the background: a group of its own, so that an interrupt
/// of this command does not reach it, and its words in `NAME.log`.
pub fn spawn(folder: &Path, name: &str, command: &mut Command) -> Result<()> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let log = File::create(folder.join(format!("{name}.log")))?;
    command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    let shown = format!("{:?}", command.get_program());
    let child = command.spawn().with_context(|| format!("could not start {shown}"))?;
    remember(folder, name, child.id())
}

/// Notes the process of a server.
pub fn remember(folder: &Path, name: &str, pid: u32) -> Result<()> {
    let since = since(pid).with_context(|| format!("{name} ended at once{}", tail(folder, name)))?;
    Ok(std::fs::write(pid_file(folder, name), format!("{pid} {since}"))?)
}

fn pid_file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.pid"))
}

/// When a process started, if it lives. A number alone would not do: after a
/// restart of the machine it belongs to something else.
fn since(pid: u32) -> Option<String> {
    if Path::new("/proc/self/stat").exists() {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        return (*fields.first()? != "Z").then(|| fields.get(19).map(|since| (*since).to_owned()))?;
    }
    let answer = Command::new("ps").args(["-o", "lstart=", "-p", &pid.to_string()]).output().ok()?;
    let since = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    (!since.is_empty()).then_some(since)
}

/// The process of a server, if it is the one that was started and lives.
pub fn running(folder: &Path, name: &str) -> Option<u32> {
    let note = std::fs::read_to_string(pid_file(folder, name)).ok()?;
    let (pid, started) = note.split_once(' ')?;
    let pid = pid.parse().ok()?;
    (since(pid)?.as_str() == started).then_some(pid)
}

/// Stops a server and waits until it is gone.
pub fn stop(folder: &Path, name: &str) -> Result<()> {
    if let Some(pid) = running(folder, name) {
        // PostgreSQL takes TERM for "when everybody has left", INT for "now".
        for signal in ["-TERM", "-INT", "-KILL"] {
            Command::new("kill").args([signal, &pid.to_string()]).stderr(Stdio::null()).status()?;
            if wait(Duration::from_secs(5), || running(folder, name).is_none()) {
                break;
            }
        }
        ensure!(running(folder, name).is_none(), "process {pid} ({name}) cannot be stopped");
    }
    match std::fs::remove_file(pid_file(folder, name)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Whether something listens on this port of loopback.
pub fn answers(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

/// Whether nothing listens on this port of loopback. A server that has just
/// been stopped gets a moment: its threads may go after its process.
pub fn is_free(port: u16) -> bool {
    wait(Duration::from_secs(3), || !answers(port))
}

fn wait(patience: Duration, mut done: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    while !done() {
        if start.elapsed() > patience {
            return false;
        }
        sleep(PAUSE);
    }
    true
}

/// Waits until a server is ready, or says what its log says.
pub fn ready(folder: &Path, name: &str, mut is_ready: impl FnMut() -> bool) -> Result<()> {
    let mut ended = false;
    let up = wait(PATIENCE, || {
        ended = running(folder, name).is_none();
        ended || is_ready()
    });
    match (ended, up) {
        (false, true) => Ok(()),
        (true, _) => bail!("{name} ended{}", tail(folder, name)),
        (false, false) => bail!("{name} is not ready after {} s{}", PATIENCE.as_secs(), tail(folder, name)),
    }
}

/// The last lines of a server's log.
fn tail(folder: &Path, name: &str) -> String {
    let log = std::fs::read(folder.join(format!("{name}.log"))).unwrap_or_default();
    let log = String::from_utf8_lossy(&log).into_owned();
    let lines: Vec<&str> = log.lines().collect();
    format!("; the end of its log:\n{}", lines[lines.len().saturating_sub(15)..].join("\n"))
}

fn id(arguments: &[&str]) -> Option<u32> {
    let answer = Command::new("id").args(arguments).stderr(Stdio::null()).output().ok()?;
    String::from_utf8_lossy(&answer.stdout).trim().parse().ok()
}

/// Whether this command is run by root.
pub fn is_root() -> bool {
    id(&["-u"]) == Some(0)
}

/// Lets an ordinary account run the command, if root runs this one.
pub fn as_ordinary(command: &mut Command) -> Result<&mut Command> {
    if !is_root() {
        return Ok(command);
    }
    let [user, group] = ordinary()?;
    #[cfg(unix)]
    std::os::unix::process::CommandExt::uid(std::os::unix::process::CommandExt::gid(command, group), user);
    Ok(command.env("HOME", "/nonexistent"))
}

/// The ids of the ordinary account and its group; makes it where it is missing.
fn ordinary() -> Result<[u32; 2]> {
    if id(&["-u", ORDINARY]).is_none() {
        let mut add = Command::new("useradd");
        crate::tools::run(add.args([
            "--system",
            "--user-group",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            ORDINARY,
        ]))?;
    }
    let ids = (id(&["-u", ORDINARY]), id(&["-g", ORDINARY]));
    Ok([ids.0.context("no ordinary account")?, ids.1.context("no ordinary group")?])
}

/// A new folder that the ordinary account owns. Where it cannot enter the
/// checkout (a home of root's), the folder is made among temporary files.
pub fn ordinary_folder(folder: &Path, name: &str) -> Result<PathBuf> {
    let inside = folder.join(name);
    std::fs::create_dir_all(&inside)?;
    if !is_root() {
        return Ok(inside);
    }
    let transport = std::env::temp_dir().join(format!("deskmates-{name}"));
    let enters = as_ordinary(Command::new("test").arg("-x").arg(&inside))?.status()?.success();
    let chosen = if enters { inside } else { transport };
    if chosen.exists() {
        std::fs::remove_dir_all(&chosen)?;
    }
    std::fs::create_dir(&chosen)?;
    give(&chosen)?;
    Ok(chosen)
}

/// Gives a file or folder, with what is in it, to the ordinary account.
pub fn give(path: &Path) -> Result<()> {
    if is_root() {
        let [user, group] = ordinary()?;
        crate::tools::run(Command::new("chown").arg("-R").arg(format!("{user}:{group}")).arg(path))?;
    }
    Ok(())
}
