//! `cargo xtask check-backend`: tries a profile against its backend, and prints
//! what was found, in English.

use crate::configure;
use crate::tools::read_json;
use anyhow::{Result, bail};
use deskmates::diagnostics::backend::{Area, Asked, Evidence, Finding, Outcome, probe};
use deskmates::platform::native::NativeTransport;
use serde_json::Value;
use std::path::Path;
use std::rc::Rc;

/// The file with the words.
const WORDS: &str = "public/locales/coordinate.en.json";

/// Who asks.
#[derive(clap::Args)]
pub struct Account {
    /// Who signs in
    #[arg(long, requires = "password")]
    user: Option<String>,
    /// With which password
    #[arg(long)]
    password: Option<String>,
    /// With a coordinator's account: also stores a comment as a stranger, sees whether it waits, and removes it
    #[arg(long, requires = "password")]
    store: bool,
}

impl From<Account> for Asked {
    fn from(Account { user, password, store }: Account) -> Self {
        Self { account: password.map(|password| (user.unwrap_or_default(), password)), stores: store }
    }
}

/// Checks the profile, then what it says. It fails if anything is bad.
pub fn run(profile: &Path, account: Account) -> Result<()> {
    let profile = configure::profile(&profile.display().to_string(), &read_json(profile)?)?;
    if !profile.base.contains("://") {
        bail!(
            "{:?} belongs to the address of a site, and there is none here: check it where the site is, at /coordinate/check",
            profile.base
        );
    }
    let words = read_json(WORDS)?;
    println!("{} ({})\n", profile.name, profile.base);
    let findings = pollster::block_on(probe(profile, Rc::new(NativeTransport), account.into()));
    print!("{}", report(&findings, &words));
    let bad = findings.iter().filter(|finding| finding.outcome == Outcome::Bad).count();
    if bad > 0 {
        bail!("{bad} of {} findings are bad", findings.len());
    }
    Ok(())
}

/// The report, grouped, with what to change under whatever is not good.
fn report(findings: &[Finding], words: &Value) -> String {
    let say = |key: &str| {
        let found = words.pointer(&format!("/{}", key.replace('.', "/"))).and_then(Value::as_str);
        found.unwrap_or(key).to_owned()
    };
    let mut out = String::new();
    for area in Area::ALL {
        let found: Vec<&Finding> = findings.iter().filter(|finding| finding.area == area).collect();
        if found.is_empty() {
            continue;
        }
        out.push_str(&format!("{}\n", say(area.words())));
        for finding in found {
            let mark = match finding.outcome {
                Outcome::Good => "  ok  ",
                Outcome::Warn => "  ?   ",
                Outcome::Bad => "  BAD ",
                Outcome::NotTried => "  -   ",
            };
            out.push_str(&format!("{mark}{}\n", text(finding, &say)));
            if finding.outcome == Outcome::Good {
                continue;
            }
            finding.hint.iter().for_each(|hint| out.push_str(&format!("        {}\n", say(hint))));
            finding.evidence.iter().for_each(|evidence| out.push_str(&format!("        {}\n", shown(evidence))));
        }
        out.push('\n');
    }
    out
}

/// The words of a finding, with everything in its place.
fn text(finding: &Finding, say: &dyn Fn(&str) -> String) -> String {
    let mut text = match finding.number {
        Some(number) => say(&format!("{}.{}", finding.words, if number == 1 { "one" } else { "other" }))
            .replace("{n}", &number.to_string()),
        None => say(finding.words),
    };
    if let Some(kind) = finding.kind {
        text = text.replace("{kind}", &say(&format!("kind.{}", kind.name())));
    }
    finding.places.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

fn shown(evidence: &Evidence) -> String {
    let status = evidence.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    let at = evidence.at.as_ref().map(|at| format!(", at {at}")).unwrap_or_default();
    format!("{} {} -> {status}{at}", evidence.method.name(), evidence.url)
}
