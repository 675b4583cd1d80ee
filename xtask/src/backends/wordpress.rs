//! WordPress as Debian packages it, with a MariaDB of its own, served by PHP's
//! own server. It has topics (posts) and comments; nothing else of a programme.

use super::accounts::{self, Account};
use super::{http, process, shipped};
use crate::tools::{debian_packages, debian_program, on_path, read_json, run};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

pub const PORT: u16 = 4102;
pub const DATABASE: u16 = 4199;

const PACKAGES: &str = "wordpress wordpress-theme-twentytwentyone wordpress-theme-twentytwentythree php-cli php-mysql php-gd php-xml php-mbstring php-curl mariadb-server";
const SITE: &str = "/usr/share/wordpress";
/// One of the looks that a blog may have; the other is that of 2021.
const THEME: &str = "/usr/share/wordpress/wp-content/themes/twentytwentythree";

pub fn start(folder: &Path) -> Result<()> {
    let is_there = || Path::new(THEME).is_dir();
    if !is_there() && on_path("apt-get").is_some() {
        debian_packages(PACKAGES, is_there)?;
    }
    ensure!(is_there(), "WordPress is expected in {SITE}, with its themes; install {PACKAGES}");
    let php = debian_program("php", PACKAGES)?;
    let password = accounts::secret()?;
    database(folder, &password)?;

    let site = process::ordinary_folder(folder, "site")?;
    let key = accounts::secret()?;
    let fill = |text: &str| {
        text.replace("@DATABASE_PASSWORD@", &password)
            .replace("@DATABASE_PORT@", &DATABASE.to_string())
            .replace("@KEY@", &key)
            .replace("@BASE@", &http::base(PORT))
    };
    // The package is full of links to where a site's administrator keeps things.
    run(Command::new("cp").arg("-rL").arg(format!("{SITE}/.")).arg(&site))?;
    let plugins = site.join("wp-content/mu-plugins");
    std::fs::create_dir_all(&plugins)?;
    std::fs::create_dir_all(site.join("wp-content/uploads"))?;
    std::fs::copy(shipped("wordpress-comments.php")?, plugins.join("comments.php"))?;
    for (file, text) in [
        ("wp-config.php", include_str!("wordpress/wp-config.php")),
        ("router.php", include_str!("wordpress/router.php")),
        ("setup.php", include_str!("wordpress/setup.php")),
        ("wp-content/mu-plugins/tests.php", include_str!("wordpress/tests.php")),
    ] {
        let path = site.join(file);
        if path.exists() {
            std::fs::remove_file(&path)?;
        }
        std::fs::write(path, fill(text))?;
    }
    process::give(&site)?;

    let people = people(&php, &site)?;
    // One process: the workers that PHP can start beside it survive it and keep the port.
    let mut server = Command::new(&php);
    server.args(["-d", "sendmail_path=/bin/true", "-S", &format!("127.0.0.1:{PORT}"), "-t", ".", "router.php"]);
    process::spawn(folder, process::SERVER, process::as_ordinary(server.current_dir(&site))?)?;
    process::ready(folder, process::SERVER, || http::is_ready(&format!("{}/wp-json/wp/v2/posts", http::base(PORT))))?;
    accounts::write(folder, &people)
}

/// Starts an empty MariaDB with one database and the user of it.
fn database(folder: &Path, password: &str) -> Result<()> {
    let install = debian_program("mariadb-install-db", PACKAGES)?;
    let mariadbd = debian_program("mariadbd", PACKAGES)?;
    let data = process::ordinary_folder(folder, "mariadb")?;
    let mut install = Command::new(install);
    install.args(["--no-defaults", "--auth-root-authentication-method=socket", "--skip-test-db"]);
    install.arg(format!("--datadir={}", data.display())).current_dir(&data).stdout(Stdio::null());
    run(process::as_ordinary(&mut install)?)?;
    let first = data.join("first.sql");
    let user = "'wordpress'@'127.0.0.1'";
    let statements = [
        "create database wordpress;".to_owned(),
        format!("create user {user} identified by '{password}';"),
        format!("grant all on wordpress.* to {user};"),
    ];
    std::fs::write(&first, statements.join("\n"))?;

    let mut server = Command::new(mariadbd);
    server.arg("--no-defaults").arg(format!("--datadir={}", data.display())).current_dir(&data);
    // The path of a socket may be no longer than some hundred characters: it is given relative to the data.
    server.arg(format!("--port={DATABASE}")).args(["--socket=mariadb.sock", "--bind-address=127.0.0.1"]);
    server.arg("--skip-name-resolve").arg(format!("--init-file={}", first.display()));
    process::spawn(folder, process::DATABASE, process::as_ordinary(&mut server)?)?;
    process::ready(folder, process::DATABASE, || process::answers(DATABASE))
}

/// Installs the site; gives its people with their application passwords.
fn people(php: &Path, site: &Path) -> Result<[Account; 2]> {
    let mut setup = Command::new(php);
    setup.args(["-d", "sendmail_path=/bin/true", "setup.php"]).current_dir(site);
    setup.env("ADMIN", accounts::secret()?).env("SUBSCRIBER", accounts::secret()?);
    setup.env("TERMS", terms()?.to_string());
    let answer = process::as_ordinary(&mut setup)?.stderr(Stdio::inherit()).output()?;
    let passwords: Option<Value> =
        answer.status.success().then(|| serde_json::from_slice(&answer.stdout).ok()).flatten();
    std::fs::remove_file(site.join("setup.php"))?;
    let passwords = passwords
        .with_context(|| format!("WordPress could not be set up: {}", String::from_utf8_lossy(&answer.stdout)))?;
    let account = |who: &'static str, user: &str| Account {
        who,
        participant: None,
        user: user.to_owned(),
        password: passwords[who].as_str().unwrap_or_default().to_owned(),
    };
    Ok([account("coordinator", "admin"), account("subscriber", "subscriber")])
}

/// The categories and tags of the demo's topics: a blog has them before its posts do.
fn terms() -> Result<Value> {
    let topics = read_json("public/demo/topics.json")?;
    let of = |field: &str| -> BTreeSet<String> {
        let topics = topics.as_array().into_iter().flatten();
        topics
            .flat_map(|t| t[field].as_array().into_iter().flatten())
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    Ok(json!({ "category": of("categories"), "post_tag": of("tags") }))
}
