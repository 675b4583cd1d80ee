//! Finds or installs every tool the project needs, each in the version that
//! Cargo.toml names under `[workspace.metadata.tools]` or, for what only the
//! tests of foreign backends need, `[workspace.metadata.backends]`.
//!
//! Tools go to a cache of their own (`$XDG_CACHE_HOME/deskmates`, one folder a
//! tool and version), never over what the developer has installed.

use crate::npm;
use anyhow::{Context, Result, ensure};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Suites that run together may want the same tool: one installs it.
static INSTALLING: Mutex<()> = Mutex::new(());

/// The root of the checkout, whatever folder the command was called from.
pub fn project_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the project").to_path_buf()
}

/// The folder of everything that is installed.
pub fn cache() -> PathBuf {
    let home = || std::env::var_os("HOME").map_or_else(|| PathBuf::from("."), PathBuf::from);
    std::env::var_os("XDG_CACHE_HOME").map_or_else(|| home().join(".cache"), PathBuf::from).join("deskmates")
}

/// The version of a tool that Cargo.toml names.
pub fn version(tool: &str) -> Result<String> {
    let manifest: toml::Value = toml::from_str(&std::fs::read_to_string("Cargo.toml")?)?;
    let metadata = &manifest["workspace"]["metadata"];
    ["tools", "backends", "bench"]
        .iter()
        .find_map(|table| metadata[*table].get(tool)?.as_str())
        .map(str::to_owned)
        .with_context(|| format!("Cargo.toml names no version of {tool} under [workspace.metadata]"))
}

/// What a JSON file holds.
pub fn read_json(path: impl AsRef<Path>) -> Result<serde_json::Value> {
    let name = || path.as_ref().display().to_string();
    serde_json::from_slice(&std::fs::read(&path).with_context(name)?).with_context(name)
}

/// Says what is being done and what it waits for, on stderr, so that stdout stays for results: since when, and in which suite
/// where several run at once.
pub fn say(line: &str) {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let seconds = START.elapsed().as_secs();
    let current = thread::current();
    let of = current.name().filter(|name| *name != "main").map(|name| format!("{name}: ")).unwrap_or_default();
    eprintln!("==> {:>2}:{:02} {of}{line}", seconds / 60, seconds % 60);
}

/// Runs a command to its end. What it prints is kept: an error names the command and says it, and who handles the
/// error shows nothing of it.
pub fn run(command: &mut Command) -> Result<()> {
    let (well, printed) = printed(command)?;
    ensure!(well, "{} failed:\n{}", shown(command), printed.trim_end());
    Ok(())
}

/// Runs a command that prints what people want to read.
pub fn run_shown(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("could not start {}", shown(command)))?;
    ensure!(status.success(), "{} failed ({status})", shown(command));
    Ok(())
}

/// Runs a command to its end; gives whether it went well, and what it printed.
pub fn printed(command: &mut Command) -> Result<(bool, String)> {
    let (mut reader, writer) = std::io::pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let started = command.spawn();
    // The command keeps the ends that it writes to, and reading would not end before they are closed.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = started.with_context(|| format!("could not start {}", shown(command)))?;
    let (sender, pieces) = channel();
    thread::spawn(move || {
        let mut piece = [0; 8192];
        while let Ok(length @ 1..) = reader.read(&mut piece)
            && sender.send(piece[..length].to_vec()).is_ok()
        {}
    });
    let well = child.wait()?.success();
    // A program that it left running has those ends, too: nobody waits for that one.
    let mut bytes = Vec::new();
    while let Ok(piece) = pieces.recv_timeout(Duration::from_secs(1)) {
        bytes.extend(piece);
    }
    Ok((well, String::from_utf8_lossy(&bytes).into_owned()))
}

/// A command as one would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Where the program is on PATH, or where Debian hides servers from those who
/// are not root, if it is there.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let postgresql = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut hidden: Vec<PathBuf> = postgresql.map(|version| version.path().join("bin")).collect();
    hidden.sort();
    hidden.push("/usr/sbin".into());
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).chain(hidden.into_iter().rev()).map(|dir| dir.join(program)).find(|p| p.is_file())
}

/// A tool written in Rust, compiled quickly rather than well. Gives its folder of binaries.
fn cargo_tool(package: &str, version: &str, binary: &str) -> Result<PathBuf> {
    let root = cache().join(format!("{package}-{version}"));
    let bin = root.join("bin");
    if bin.join(binary).is_file() {
        return Ok(bin);
    }
    let _one_at_a_time = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    if bin.join(binary).is_file() {
        return Ok(bin);
    }
    say(&format!("installing {package} {version}, once; waiting for cargo to compile it, some minutes"));
    let install = |locked: bool| {
        let mut command = Command::new("cargo");
        command.args(["install", "--quiet", package, "--version", version, "--root"]).arg(&root);
        command.args(locked.then_some("--locked"));
        command.env_remove("CARGO_TARGET_DIR");
        for (key, value) in [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", "0"), ("DEBUG", "0")] {
            command.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
        }
        run(&mut command)
    };
    // A registry mirror may hold back the youngest versions that a lock file names.
    let installed = install(true).or_else(|with_lock| {
        say(&format!(
            "installing {package} with other versions than its lock file names, which cannot all be had here"
        ));
        install(false).with_context(|| format!("{with_lock:#}"))
    });
    installed.with_context(|| {
        format!("{package} {version} could not be installed; by hand: cargo install {package} --version {version} --root {}", root.display())
    })?;
    Ok(bin)
}

/// A tool from PyPI with what it needs beside it, in a virtual environment of
/// its own. Gives its folder of binaries. What there is only as source is named in `from_source`, and compiled here.
pub fn pip_tool(packages: &[&str], from_source: &[&str], binary: &str) -> Result<PathBuf> {
    let pins = packages.iter().map(|p| Ok(format!("{p}=={}", version(p)?))).collect::<Result<Vec<_>>>()?;
    let root = cache().join(pins[0].replace("==", "-"));
    let bin = root.join("bin");
    if !bin.join(binary).exists() {
        let python = needs("python3", "https://www.python.org has it")?;
        say(&format!("installing {}; waiting for pip", pins.join(", ")));
        run(Command::new(python).args(["-m", "venv"]).arg(&root))
            .context("no virtual environment could be made; on Debian: sudo apt-get install python3-venv")?;
        let mut pip = Command::new(bin.join("pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"]).args(&pins);
        if !from_source.is_empty() {
            pip.arg(format!("--no-binary={}", from_source.join(",")));
        }
        run(pip.stdout(Stdio::null()))
            .with_context(|| format!("{} could not be installed from PyPI", pins.join(", ")))?;
    }
    Ok(bin)
}

/// The Rust target of everything that runs in a browser.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The environment for a build of the program as it is shipped. The standard
/// library is built with it, for size, and a panic ends the program at once:
/// 18 KB less for every reader. Both are switches that this compiler has and
/// does not call stable yet, hence RUSTC_BOOTSTRAP (docs/decisions/size.md).
pub fn release_env() -> Result<[(&'static str, String); 4]> {
    let source = Command::new("rustc").args(["--print", "sysroot"]).output()?;
    let source = Path::new(String::from_utf8_lossy(&source.stdout).trim()).join("lib/rustlib/src/rust/library/std");
    if !source.is_dir() {
        say("adding the source of Rust's standard library; waiting for rustup");
        run(Command::new("rustup").args(["component", "add", "rust-src"])).context(
            "the source of Rust's standard library could not be added; rustup (https://rustup.rs) has it: \
             rustup component add rust-src",
        )?;
    }
    let flags = "--cfg erase_components -Zunstable-options -Cpanic=immediate-abort -Zinline-mir=no";
    Ok([
        ("RUSTC_BOOTSTRAP", "1".to_owned()),
        ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort".to_owned()),
        ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size".to_owned()),
        ("RUSTFLAGS", flags.to_owned()),
    ])
}

/// Where a program is that the machine has to have; else how it gets there.
pub fn needs(program: &str, how: &str) -> Result<PathBuf> {
    on_path(program).with_context(|| format!("{program} is missing; {how}"))
}

/// Sees to it that Rust can compile for the browser.
pub fn wasm_target() -> Result<()> {
    let installed = Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]).output()?;
    if !Path::new(String::from_utf8_lossy(&installed.stdout).trim()).is_dir() {
        say(&format!("adding the Rust target {WASM}; waiting for rustup"));
        run(Command::new("rustup").args(["target", "add", WASM]))
            .with_context(|| format!("the Rust target {WASM} could not be added; rustup (https://rustup.rs) has it"))?;
    }
    Ok(())
}

/// What building the site needs from npm, on a PATH.
pub fn build_path() -> Result<std::ffi::OsString> {
    let mut paths = vec![npm::build_tools()?.join(".bin")];
    paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    Ok(std::env::join_paths(paths)?)
}

/// The program of a further tool written in Rust: cargo-machete, twiggy, geckodriver, cargo-nextest.
pub fn cargo_program(tool: &str) -> Result<PathBuf> {
    Ok(cargo_tool(tool, &version(tool)?, tool)?.join(tool))
}

/// The runner of Rust's tests: the machine's own, or one that is installed.
pub fn nextest() -> Result<PathBuf> {
    on_path("cargo-nextest").map_or_else(|| cargo_program("cargo-nextest"), Ok)
}

/// A program of a Debian package, installed when this is a Debian machine and we may.
/// The packages are named as one would to apt-get.
pub fn debian_program(program: &str, packages: &str) -> Result<PathBuf> {
    if on_path(program).is_none() && on_path("apt-get").is_some() {
        debian_packages(packages, || on_path(program).is_some())?;
    }
    needs(program, &format!("install {packages}"))
}

/// Installs Debian packages, if we may and they are not there.
pub fn debian_packages(packages: &str, are_there: impl Fn() -> bool) -> Result<()> {
    static DEBIAN: Mutex<()> = Mutex::new(());
    let _one_at_a_time = DEBIAN.lock().unwrap_or_else(PoisonError::into_inner);
    if are_there() {
        return Ok(());
    }
    say(&format!("installing Debian's {packages}; waiting for apt-get"));
    let mut update = Command::new("apt-get");
    update.args(["update", "-qq"]);
    let mut install = Command::new("apt-get");
    install
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(packages.split(' '))
        .env("DEBIAN_FRONTEND", "noninteractive");
    run(&mut update)
        .and_then(|()| run(&mut install))
        .with_context(|| format!("not installed (are you root?); by hand: sudo apt-get install {packages}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        shell
    }

    #[test]
    fn what_a_command_prints_is_kept_in_order() -> Result<()> {
        let (well, said) = printed(&mut shell("echo one; echo two >&2; echo three; exit 3"))?;
        assert_eq!((well, said.as_str()), (false, "one\ntwo\nthree\n"));
        let (well, said) = printed(&mut shell("head -c 300000 /dev/zero"))?;
        assert_eq!((well, said.len()), (true, 300_000));
        Ok(())
    }

    #[test]
    fn an_error_names_the_command_and_says_what_it_said() {
        let error = run(&mut shell("echo why; exit 1")).map_err(|error| format!("{error:#}"));
        assert_eq!(error, Err("sh -c echo why; exit 1 failed:\nwhy".to_owned()));
        let error = run(&mut Command::new("no-such-program")).map_err(|error| format!("{error:#}"));
        assert!(error.is_err_and(|error| error.starts_with("could not start no-such-program")));
    }

    #[test]
    fn nobody_waits_for_what_a_command_leaves_running() -> Result<()> {
        let start = Instant::now();
        let (well, said) = printed(&mut shell("sleep 30 & echo $!"))?;
        assert!(well && start.elapsed() < Duration::from_secs(20));
        run(Command::new("kill").arg(said.trim()))
    }
}
