//! Faults that are planted: in what a backend answers, or in a profile. What a
//! check says of each is in the list.

mod leaks;

use crate::setting::Setting;
use deskmates::diagnostics::backend::Outcome::{self, Bad, Warn};
use deskmates::platform::LocalFuture;
use deskmates::platform::http::{Body, HttpTransport, Request, Response, TransportError};
use deskmates::platform::native::NativeTransport;
use deskmates::store::json::profile::Method;
use leaks::*;
use serde_json::{Value, json};
use std::cell::Cell;

/// What comes between a request and its answer.
type Before = Box<dyn Fn(&mut Request) -> Option<Response>>;
type After = Box<dyn Fn(&Request, &mut Response)>;

/// The network, with somebody in it who changes what passes.
#[derive(Default)]
pub struct Meddler {
    before: Option<Before>,
    after: Option<After>,
    /// How many milliseconds each request takes more.
    slow: i64,
    late: Cell<i64>,
}

impl HttpTransport for Meddler {
    fn send(&self, mut request: Request) -> LocalFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            self.late.set(self.late.get() + self.slow);
            let told = self.before.as_ref().and_then(|before| before(&mut request));
            let mut answer = match told {
                Some(answer) => answer,
                None => NativeTransport.send(request.clone()).await?,
            };
            if let Some(after) = &self.after {
                after(&request, &mut answer);
            }
            Ok(answer)
        })
    }

    fn text_of(&self, html: &str) -> String {
        NativeTransport.text_of(html)
    }

    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        NativeTransport.now() + chrono::Duration::milliseconds(self.late.get())
    }
}

/// A fault and what is said of it.
pub struct Leak {
    pub name: &'static str,
    pub plant: fn(&mut Setting, &mut Meddler),
    /// Whose account the check has; with `!` it may store a comment.
    pub account: Option<&'static str>,
    pub finding: &'static str,
    pub outcome: Outcome,
    /// Where it cannot be planted.
    pub not_at: &'static [&'static str],
}

const fn leak(
    name: &'static str,
    plant: fn(&mut Setting, &mut Meddler),
    finding: &'static str,
    outcome: Outcome,
) -> Leak {
    Leak { name, plant, account: None, finding, outcome, not_at: &[] }
}

impl Leak {
    const fn with(self, account: &'static str) -> Self {
        Self { account: Some(account), ..self }
    }

    const fn not_at(self, not_at: &'static [&'static str]) -> Self {
        Self { not_at, ..self }
    }
}

/// Neither has accounts that read or write more than the public sees.
const PUBLIC_ONLY: &[&str] = &["json-server", "wordpress"];
const NO_SIGN_IN: &[&str] = &["json-server"];
/// What participants say of themselves, and show of where they work, is not kept there.
const NO_DESKS: &[&str] = &["json-server", "wordpress", "kinto"];

pub const LEAKS: &[Leak] = &[
    leak("addresses in comments", addresses_in_comments, "private.address", Bad),
    leak("addresses in one comment, read by its id", addresses_in_one, "private.address", Bad).not_at(&["postgrest"]),
    leak("addresses in texts", addresses_in_texts, "private.address_in_text", Warn),
    leak("messages of PHP in texts", php_messages, "private.php_messages", Bad),
    leak("addresses as hashes", addresses_as_hashes, "private.address_hash", Bad),
    leak("addresses for who asks for all fields", addresses_on_request, "private.address_on_request", Bad),
    leak("sorting by address", sorting_by_address, "private.sorts_by_address", Bad),
    // Kinto answers alike for any field that a record has not, and can hide none.
    leak("choosing by address", choosing_by_address, "private.chooses_by_address", Bad).not_at(&["kinto"]),
    leak("searching addresses", searching_addresses, "private.searches_addresses", Bad),
    leak("a waitlist that anybody reads", open_waitlist, "private.open", Bad).not_at(PUBLIC_ONLY),
    leak("contacts that anybody reads", open_contacts, "private.open", Bad).with("partner").not_at(PUBLIC_ONLY),
    leak("a participant whom anybody reads by id", open_participant, "private.open_item", Bad)
        .with("partner")
        .not_at(&["json-server", "wordpress", "postgrest"]),
    leak("contacts of others", contacts_of_others, "private.of_others", Bad).with("partner").not_at(PUBLIC_ONLY),
    leak("partnerships of others", partnerships_of_others, "private.of_others", Bad)
        .with("partner")
        .not_at(PUBLIC_ONLY),
    leak("all participants for each", all_participants, "private.of_others", Bad).with("partner").not_at(PUBLIC_ONLY),
    leak("comments that wait, for all", waiting_comments, "private.waiting", Bad),
    leak("desks that are not for everybody", open_desks, "private.more_than_public", Bad).not_at(NO_DESKS),
    leak("settings of others", settings_of_others, "private.of_others", Bad).with("partner").not_at(NO_DESKS),
    leak("names of accounts", names_of_accounts, "private.users", Warn),
    leak("addresses of accounts", addresses_of_accounts, "private.users_with_addresses", Bad),
    leak("any token", any_token, "sign_in.made_up_token", Bad).not_at(NO_SIGN_IN),
    leak("a token that nobody signed", unsigned_token, "sign_in.made_up_token", Bad).with("partner").not_at(&[
        "json-server",
        "wordpress",
        "kinto",
    ]),
    leak("any password", any_token, "sign_in.anybody", Bad).not_at(&["json-server", "postgrest", "pocketbase"]),
    leak("a check that everybody passes", open_check, "sign_in.check_tells_nothing", Bad).not_at(NO_SIGN_IN),
    leak("a filter that is ignored", ignored_filter, "read.filter_ignored", Bad),
    leak("an order that is ignored", ignored_sort, "read.sort_ignored", Bad),
    leak("a size that is ignored", ignored_size, "read.size_ignored", Bad),
    leak("pages that are not turned", same_page, "read.same_page", Bad),
    leak("an order that is chance among equals", ties, "read.ties", Warn),
    leak("a wrong total", wrong_total, "read.total_wrong", Bad),
    leak("no total", no_total, "read.no_total", Warn),
    leak("a field that is not there", missing_field, "read.mistyped", Bad),
    leak("a time that is none", wrong_time, "read.misfit", Bad),
    leak("comments that may not be read", forbidden_comments, "read.not_allowed", Bad),
    leak("comments that fail", failing_comments, "read.fails", Bad),
    leak("published at once", published_at_once, "write.published", Bad)
        .with("coordinator!")
        .not_at(&["wordpress", "kinto"]),
    leak("nonsense that is stored", stored_nonsense, "write.takes_nonsense", Bad),
    leak("nonsense that stays", kept_nonsense, "write.left_nonsense", Bad).not_at(&["json-server"]),
    leak("nobody says whether nonsense is stored", unclear_nonsense, "write.may_be_left", Bad).not_at(&["json-server"]),
    leak("nobody may comment", closed_comments, "write.closed", Bad).not_at(&["json-server"]),
    leak("only some may comment", closed_to_strangers, "write.closed", Bad).not_at(&["json-server"]),
    leak("comments that cannot be sent", unsendable, "write.fails", Bad).not_at(&["json-server"]),
    leak("strangers change comments", changed_by_strangers, "strangers.change", Bad)
        .not_at(&["wordpress", "postgrest"]),
    leak("no encryption", plain, "reach.plain", Bad),
    leak("no such host", no_host, "reach.refused", Bad),
    leak("everything fails", failing, "reach.fails", Bad),
    leak("a page instead of data", page, "reach.page", Bad),
    leak("half an answer", half, "reach.not_json", Bad),
    leak("slow", slow, "reach.slow", Warn),
    leak("other sites are locked out", one_site, "reach.one_site", Warn),
];

fn is_signed_in(request: &Request) -> bool {
    request.headers.iter().any(|(name, _)| name == "authorization")
}

/// Where a list of a kind is read, and where something new is put.
fn path(setting: &Setting, kind: &str, call: &str) -> String {
    let path = setting.profile["resources"][kind][call]["path"].as_str().unwrap_or("/nowhere");
    // What stands in for a name is not in the address.
    path.replace("/{id}", "").replace("{partnership}", "s1")
}

/// Whether a request is for what is at a path, and nothing below it.
fn is_at(request: &Request, path: &str) -> bool {
    request.url.split('?').next().unwrap().ends_with(path)
}

fn json_answer(status: u16, body: &Value) -> Response {
    Response { status, headers: Vec::new(), text: body.to_string() }
}

/// Things as a list of the backend.
fn listed(setting: &Setting, things: Value) -> Value {
    match setting.profile.pointer("/envelope/list").and_then(Value::as_str) {
        Some(at) => json!({ &at[1..]: things }),
        None => things,
    }
}

/// Changes the things in an answer to a reading of a kind.
fn each(setting: &Setting, meddler: &mut Meddler, kind: &str, when: fn(&Request) -> bool, change: fn(&mut Value)) {
    let list = path(setting, kind, "list");
    let envelope = setting.profile.pointer("/envelope/list").and_then(Value::as_str).unwrap_or("").to_owned();
    meddler.after = Some(Box::new(move |request, answer| {
        if request.method != Method::Get || !is_at(request, &list) || !when(request) {
            return;
        }
        let Ok(mut body) = serde_json::from_str::<Value>(&answer.text) else { return };
        let things = body.pointer_mut(&envelope).and_then(Value::as_array_mut);
        // To WordPress a thing without fields is an empty list.
        things.into_iter().flatten().filter(|thing| thing.is_object()).for_each(change);
        answer.text = body.to_string();
    }));
}

/// Answers readings of a path so.
fn answers(meddler: &mut Meddler, path: String, when: fn(&Request) -> bool, body: Value) {
    meddler.before = Some(Box::new(move |request| {
        let is_meant = request.method == Method::Get && is_at(request, &path) && when(request);
        is_meant.then(|| json_answer(200, &body))
    }));
}

/// Changes the query of readings of comments.
fn query(setting: &Setting, meddler: &mut Meddler, change: impl Fn(&str, &str) -> Option<String> + 'static) {
    let list = path(setting, "comments", "list");
    meddler.before = Some(Box::new(move |request| {
        if request.method == Method::Get
            && is_at(request, &list)
            && let Some((path, query)) = request.url.clone().split_once('?')
        {
            let pairs = query.split('&').filter_map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                change(name, value).map(|value| format!("{name}={value}"))
            });
            request.url = format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"));
        }
        None
    }));
}

/// The parameters that turn pages and those that sort.
const PAGING: [&str; 9] = ["_page", "_limit", "page", "per_page", "perPage", "limit", "offset", "_token", "_since"];
const SORTING: [&str; 6] = ["_sort", "_order", "orderby", "order", "sort", "select"];

fn always(_: &Request) -> bool {
    true
}

fn ignored_filter(setting: &mut Setting, meddler: &mut Meddler) {
    query(setting, meddler, |name, value| {
        (PAGING.contains(&name) || SORTING.contains(&name)).then(|| value.to_owned())
    });
}

fn ignored_sort(setting: &mut Setting, meddler: &mut Meddler) {
    query(setting, meddler, |name, value| (!SORTING.contains(&name)).then(|| value.to_owned()));
}

fn ignored_size(setting: &mut Setting, meddler: &mut Meddler) {
    query(setting, meddler, |name, value| (!PAGING.contains(&name)).then(|| value.to_owned()));
}

fn same_page(setting: &mut Setting, meddler: &mut Meddler) {
    query(setting, meddler, |name, value| match name {
        "_page" | "page" => Some("1".to_owned()),
        "offset" => Some("0".to_owned()),
        "_token" => None,
        _ => Some(value.to_owned()),
    });
}

/// All comments are of one time, and where they are sorted by it the second page is the first.
fn ties(setting: &mut Setting, meddler: &mut Meddler) {
    each(setting, meddler, "comments", always, |thing| {
        for (name, time) in [("created", "2016-03-01T10:00:00Z"), ("date_gmt", "2016-03-01T10:00:00")] {
            if thing.get(name).is_some() {
                thing[name] = time.into();
            }
        }
    });
    let after = meddler.after.take();
    let list = path(setting, "comments", "list");
    same_page(setting, meddler);
    let same = meddler.before.take().unwrap();
    meddler.before = Some(Box::new(move |request| {
        let is_sorted = request.url.contains("sort=") || request.url.contains("order");
        if is_at(request, &list) && is_sorted { same(request) } else { None }
    }));
    meddler.after = after;
}

/// Where the total of each backend stands.
fn total(meddler: &mut Meddler, change: fn(&str) -> Option<String>) {
    meddler.after = Some(Box::new(move |_, answer| {
        let names = ["x-total-count", "x-wp-total", "content-range", "total-records"];
        answer.headers = std::mem::take(&mut answer.headers)
            .into_iter()
            .filter_map(|(name, value)| match names.contains(&name.as_str()) {
                true => change(&value).map(|value| (name, value)),
                false => Some((name, value)),
            })
            .collect();
        let Ok(mut body) = serde_json::from_str::<Value>(&answer.text) else { return };
        if let Some(total) = body.get("totalItems").map(Value::to_string) {
            body["totalItems"] =
                change(&total).and_then(|total| total.parse::<u64>().ok()).map_or(Value::Null, Value::from);
            answer.text = body.to_string();
        }
    }));
}

fn wrong_total(_: &mut Setting, meddler: &mut Meddler) {
    total(meddler, |value| {
        let at = value.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
        Some(format!("{}{}", &value[..at], value[at..].parse::<u64>().ok()? + 7))
    });
}

fn no_total(_: &mut Setting, meddler: &mut Meddler) {
    total(meddler, |_| None);
}

fn missing_field(setting: &mut Setting, _: &mut Meddler) {
    setting.profile["resources"]["comments"]["fields"]["created"]["read"] = "/nowhere".into();
    setting.profile["resources"]["comments"]["fields"]["created"].as_object_mut().unwrap().remove("at");
}

fn wrong_time(setting: &mut Setting, meddler: &mut Meddler) {
    each(setting, meddler, "comments", always, |thing| {
        thing["created"] = "yesterday".into();
        thing["date_gmt"] = "yesterday".into();
    });
}

fn forbidden_comments(setting: &mut Setting, meddler: &mut Meddler) {
    let list = path(setting, "comments", "list");
    meddler.before = Some(Box::new(move |request| is_at(request, &list).then(|| json_answer(403, &json!({})))));
}

fn failing_comments(setting: &mut Setting, meddler: &mut Meddler) {
    let list = path(setting, "comments", "list");
    meddler.before = Some(Box::new(move |request| is_at(request, &list).then(|| json_answer(500, &json!({})))));
}

/// Shows to everybody what a stranger sent, until it is removed.
fn published_at_once(setting: &mut Setting, meddler: &mut Meddler) {
    setting.profile["resources"]["comments"]["create"]["held"] = true.into();
    let (list, put) = (path(setting, "comments", "list"), path(setting, "comments", "create"));
    let has_item = setting.profile.pointer("/resources/comments/item").is_some();
    let sent = std::cell::RefCell::new(None::<Value>);
    let shape = if has_item { None } else { Some(()) };
    meddler.before = Some(Box::new(move |request| {
        if let (Method::Post, Body::Json(text)) = (request.method, &request.body)
            && is_at(request, &put)
        {
            let mut thing: Value = serde_json::from_str(text).unwrap();
            thing["state"] = "published".into();
            thing["created"] = "2016-03-01 10:00:00Z".into();
            sent.replace(Some(thing));
        }
        if request.method == Method::Delete && is_signed_in(request) {
            sent.replace(None);
        }
        let thing = sent.borrow().clone()?;
        let is_it = request.url.contains(thing["id"].as_str()?) && request.url.contains(&list);
        let is_asked = request.method == Method::Get && is_it && !is_signed_in(request);
        // At json-server it is public without our help.
        let is_needed = !request.url.contains(":4101");
        (is_asked && is_needed).then(|| json_answer(200, &if shape.is_some() { json!([thing]) } else { thing }))
    }));
}

/// Says that it stored what was sent, whatever it was.
fn takes_anything(setting: &mut Setting, meddler: &mut Meddler, removal: u16) {
    let put = path(setting, "comments", "create");
    let (sends, number) = (setting.profile.pointer("/envelope/send").is_some(), setting.name == "wordpress");
    meddler.before = Some(Box::new(move |request| match &request.body {
        Body::Json(text) if request.url.contains(&put) && request.method != Method::Patch => {
            let mut thing: Value = serde_json::from_str(text).unwrap();
            let inner = if sends { &mut thing["data"] } else { &mut thing };
            inner["id"] = if number { 77.into() } else { inner.get("id").cloned().unwrap_or_else(|| "x1".into()) };
            inner["created"] = "2016-03-01T10:00:00Z".into();
            inner["date_gmt"] = "2016-03-01T10:00:00".into();
            inner["last_modified"] = 1_456_826_400_000_u64.into();
            inner["received"] = "2016-03-01 10:00:00Z".into();
            inner["state"] = "held".into();
            inner["status"] = "hold".into();
            inner["content"] = json!({ "rendered": "" });
            Some(json_answer(
                201,
                &if thing.get("topic").is_some() && !sends && request.url.contains("all_comments") {
                    json!([thing])
                } else {
                    thing
                },
            ))
        }
        _ if request.method == Method::Delete => Some(json_answer(removal, &json!({}))),
        _ => None,
    }));
}

fn stored_nonsense(setting: &mut Setting, meddler: &mut Meddler) {
    if setting.name == "json-server" {
        // It does store it. What the profile does not say is not needed to remove it again.
        setting.profile["resources"]["comments"].as_object_mut().unwrap().remove("remove");
    } else {
        takes_anything(setting, meddler, 200);
    }
}

fn kept_nonsense(setting: &mut Setting, meddler: &mut Meddler) {
    takes_anything(setting, meddler, 403);
}

fn unclear_nonsense(setting: &mut Setting, meddler: &mut Meddler) {
    let put = path(setting, "comments", "create");
    meddler.before = Some(Box::new(move |request| match request.method {
        Method::Delete => Some(json_answer(404, &json!({}))),
        Method::Post | Method::Put if request.url.contains(&put) => {
            Some(Response { status: 200, headers: Vec::new(), text: "<p>Thank you!</p>".to_owned() })
        }
        _ => None,
    }));
}

fn refused(setting: &Setting, meddler: &mut Meddler, status: u16) {
    let put = path(setting, "comments", "create");
    meddler.before = Some(Box::new(move |request| {
        let is_sent = matches!(request.method, Method::Post | Method::Put) && request.url.contains(&put);
        is_sent.then(|| json_answer(status, &json!({})))
    }));
}

fn closed_comments(setting: &mut Setting, meddler: &mut Meddler) {
    refused(setting, meddler, 401);
}

fn closed_to_strangers(setting: &mut Setting, meddler: &mut Meddler) {
    refused(setting, meddler, 403);
}

fn unsendable(setting: &mut Setting, _: &mut Meddler) {
    setting.profile["resources"]["comments"]["create"]["set"] = json!({ "/owner": "{nobody knows}" });
}

fn changed_by_strangers(_: &mut Setting, meddler: &mut Meddler) {
    meddler.before = Some(Box::new(|request| {
        (request.method == Method::Patch && !request.url.contains(":4101")).then(|| json_answer(200, &json!({})))
    }));
}

fn plain(setting: &mut Setting, meddler: &mut Meddler) {
    let base = setting.profile["base"].as_str().unwrap().to_owned();
    let other = base.replace("127.0.0.1", "backend.example.org");
    setting.profile["base"] = other.clone().into();
    meddler.before = Some(Box::new(move |request| {
        request.url = request.url.replace(&other, &base);
        None
    }));
}

fn no_host(setting: &mut Setting, _: &mut Meddler) {
    setting.profile["base"] = "http://127.0.0.1:9".into();
}

fn failing(_: &mut Setting, meddler: &mut Meddler) {
    meddler.before = Some(Box::new(|_| Some(json_answer(502, &json!({})))));
}

fn page(_: &mut Setting, meddler: &mut Meddler) {
    let page = Response { status: 200, headers: Vec::new(), text: "<!doctype html><title>Welcome</title>".to_owned() };
    meddler.before = Some(Box::new(move |_| Some(page.clone())));
}

fn half(_: &mut Setting, meddler: &mut Meddler) {
    let half = Response { status: 200, headers: Vec::new(), text: "[{\"id\": \"a\", ".to_owned() };
    meddler.before = Some(Box::new(move |_| Some(half.clone())));
}

fn slow(_: &mut Setting, meddler: &mut Meddler) {
    meddler.slow = 2000;
}

fn one_site(_: &mut Setting, meddler: &mut Meddler) {
    meddler.after = Some(Box::new(|_, answer| answer.headers.retain(|(name, _)| !name.starts_with("access-control"))));
}
