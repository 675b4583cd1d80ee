//! `cargo xtask check-backend`: tries a profile against its backend, and prints
//! what was found, in English.

use anyhow::{Context, Result, bail};
use deskmates::store::json::check::wrongs;
use deskmates::store::json::native::Network;
use deskmates::store::json::probe::{Area, Asked, Evidence, Finding, Outcome, probe};
use deskmates::store::json::profile::Profile;
use deskmates::store::json::schema::{Wrong, departures};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::rc::Rc;

/// The file with the words.
const WORDS: &str = "public/locales/check.en.json";

/// Checks the profile, then what it says. It fails if anything is bad.
pub fn run(profile: &Path, options: &[&str]) -> Result<()> {
    let asked = asked(options)?;
    let profile = read(profile)?;
    if !profile.base.contains("://") {
        bail!(
            "{:?} belongs to the address of a site, and there is none here: check it where the site is, at /coordinate/check",
            profile.base
        );
    }
    let words = json(Path::new(WORDS))?;
    println!("{} ({})\n", profile.name, profile.base);
    let findings = pollster::block_on(probe(profile, Rc::new(Network), asked));
    print!("{}", report(&findings, &words));
    let bad = findings.iter().filter(|finding| finding.outcome == Outcome::Bad).count();
    if bad > 0 {
        bail!("{bad} of {} findings are bad", findings.len());
    }
    Ok(())
}

fn asked(options: &[&str]) -> Result<Asked> {
    let (mut user, mut password, mut asked) = (None, None, Asked::default());
    let mut options = options.iter();
    while let Some(option) = options.next() {
        let mut value = || options.next().map(|value| (*value).to_owned()).with_context(|| format!("{option} WHAT?"));
        match *option {
            "--user" => user = Some(value()?),
            "--password" => password = Some(value()?),
            "--store" => asked.stores = true,
            other => bail!("{other} is no option: there are --user, --password and --store"),
        }
    }
    asked.account = match (user, password) {
        (None, None) if asked.stores => bail!("--store needs --user and --password: who stores something removes it"),
        (None, None) => None,
        (user, Some(password)) => Some((user.unwrap_or_default(), password)),
        (Some(_), None) => bail!("--user needs --password"),
    };
    Ok(asked)
}

fn json(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

/// The profile; or everything that is wrong with it, at once.
fn read(path: &Path) -> Result<Profile> {
    let value = json(path)?;
    let mut wrong = departures(&value, &json(Path::new(super::schema::FILE))?);
    if wrong.is_empty() {
        let profile = Profile::deserialize(&value).with_context(|| path.display().to_string())?;
        wrong = wrongs(&profile);
        if wrong.is_empty() {
            return Ok(profile);
        }
    }
    let lines: Vec<String> = wrong.iter().map(Wrong::to_string).collect();
    bail!("{} is not a profile that can be used:\n  {}", path.display(), lines.join("\n  "))
}

/// The report, grouped, with what to change under whatever is not good.
fn report(findings: &[Finding], words: &Value) -> String {
    let say = |key: &str| {
        let found = words.pointer(&format!("/{}", key.replace('.', "/"))).and_then(Value::as_str);
        found.unwrap_or(key).to_owned()
    };
    let mut out = String::new();
    for area in [Area::Reach, Area::SignIn, Area::Read, Area::Write, Area::Strangers, Area::Private] {
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
