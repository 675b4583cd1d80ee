//! What a developer of Deskmates runs: `cargo xtask serve|test|bench|dist|size|schema|backends|check-backend`.
//!
//! Each command installs what it needs (`tools`), so that a fresh machine with
//! Rust, Node and git needs nothing else.

mod assets;
mod backends;
mod bench;
mod bundle;
mod check_backend;
mod compress;
mod configure;
mod fingerprint;
mod finish;
mod host_files;
mod lock;
mod npm;
mod offline;
mod schema;
mod seed;
mod server;
mod size;
mod suites;
mod tools;
mod wasm;

use anyhow::{Result, ensure};
use bundle::Programs;
use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The configuration of the demo.
const CONFIG: &str = "public/config.json";

/// What a developer of Deskmates runs.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
enum Command {
    /// Builds the site and serves it on this machine
    Serve {
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Another configuration than public/config.json
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Runs everything, or only the suites named
    Test {
        #[arg(value_parser = PossibleValuesParser::new(suites::names()))]
        suites: Vec<String>,
    },
    /// Measures loading in a real browser, prints a table
    #[command(args_conflicts_with_subcommands = true)]
    Bench {
        #[command(subcommand)]
        of: Option<Bench>,
        #[arg(long, default_value_t = 5)]
        runs: u32,
    },
    /// Makes dist/ for a static host
    Dist {
        /// The path it is served under: /path/
        #[arg(long)]
        base: Option<String>,
        /// Another configuration than public/config.json
        #[arg(long)]
        config: Option<PathBuf>,
        /// With the programs for demos and those on backends: for pages whose widgets name another configuration
        #[arg(long)]
        all: bool,
    },
    /// Makes public/profile.schema.json from the types of profiles
    Schema,
    /// Gives the readers of what comes from outside many odd texts, pictures, profiles; `test` tries a few hundred of each
    Fuzz {
        /// How many of each
        #[arg(long, default_value_t = 100_000)]
        cases: u32,
    },
    /// Tries a profile against its backend and says what is wrong: it reads, and sends what must be refused
    CheckBackend {
        profile: PathBuf,
        #[command(flatten)]
        account: check_backend::Account,
    },
    /// Prints the largest functions and crates of a program
    Size {
        #[arg(default_value = "deskmates")]
        program: String,
    },
    /// Real backends on this machine, with the demo programme in them
    #[command(subcommand)]
    Backends(Backends),
}

#[derive(Subcommand)]
enum Bench {
    /// The first topic on each backend
    Backends,
    /// A discussion in ours and in other comment systems
    SideBySide {
        #[arg(long, default_value_t = 5)]
        runs: u32,
        /// How many comments there are
        #[arg(long, default_value = "20,200,2000")]
        sizes: String,
    },
}

#[derive(Subcommand)]
enum Backends {
    /// Starts one anew
    Up {
        #[arg(value_parser = PossibleValuesParser::new(backends::names()))]
        name: String,
    },
    /// Stops one
    Down {
        #[arg(value_parser = PossibleValuesParser::new(backends::names()))]
        name: String,
    },
    /// Says which of them run
    List,
}

fn main() -> ExitCode {
    match run(Command::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let called_from = std::env::current_dir()?;
    std::env::set_current_dir(tools::project_root())?;
    let config_of = |named: Option<PathBuf>| named.map_or_else(|| PathBuf::from(CONFIG), |file| called_from.join(file));
    match command {
        Command::Serve { port, config } => serve(port, &config_of(config)),
        Command::Test { suites } => suites::run(&suites),
        Command::Bench { of: None, runs } => bench::run(runs),
        Command::Bench { of: Some(Bench::Backends), .. } => bench::backends(),
        Command::Bench { of: Some(Bench::SideBySide { runs, sizes }), .. } => bench::side_by_side(runs, &sizes),
        Command::Dist { base, config, all } => dist(base.as_deref(), &config_of(config), all),
        Command::Schema => schema::write(),
        Command::Fuzz { cases } => suites::fuzz(cases),
        Command::CheckBackend { profile, account } => check_backend::run(&called_from.join(profile), account),
        Command::Size { program } => size::report(&program),
        Command::Backends(Backends::Up { name }) => backends::up(&name).and_then(|()| seed::seed(&name)),
        Command::Backends(Backends::Down { name }) => backends::down(&name),
        Command::Backends(Backends::List) => backends::list(),
    }
}

fn dist(base: Option<&str>, config: &Path, all: bool) -> Result<()> {
    let _building = lock::building()?;
    let programs = if all { Programs::All } else { Programs::Needed };
    let site = bundle::dist(&bundle::base(base, config)?, "dist", config, programs)?;
    ensure!(size::within_budget(&site.root)?, "the site is larger than its budget allows");
    Ok(())
}

fn serve(port: u16, config: &Path) -> Result<()> {
    // The port first: it is this command's alone, and so is the folder that is called after it.
    let port = server::Port::take(port)?;
    let folder = format!("target/site/served-{}", port.number);
    let site = {
        let _building = lock::building()?;
        bundle::dist("/", &folder, config, Programs::Needed)?
    };
    let server = port.serve(vec![site]);
    println!("The site is at http://127.0.0.1:{} (ctrl+c stops it)", server.port);
    server.wait();
    Ok(())
}
