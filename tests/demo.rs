//! The demo programme is canonical JSON and holds together: what it says of
//! rounds, topics and comments fits, and its first topic is the real one, whole.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use chrono::{DateTime, Duration, Utc};
use deskmates::document::{Block, Document, Inline, Target, Writer, markdown};
use deskmates::domain::comment::{Comment, State};
use deskmates::domain::contact::Contact;
use deskmates::domain::desk::{Audience, Desk};
use deskmates::domain::participant::Participant;
use deskmates::domain::partnership::Partnership;
use deskmates::domain::resource::{Id, Resource};
use deskmates::domain::round::Round;
use deskmates::domain::thread::{Order, arrange};
use deskmates::domain::topic::Topic;
use deskmates::domain::waitlist::WaitlistEntry;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::Path;

fn public(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("public").join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn all<T: Resource>() -> Vec<T> {
    let folder = format!("demo/{}", T::KIND.name());
    let there = Path::new(env!("CARGO_MANIFEST_DIR")).join("public");
    // Comments have a file for each topic.
    let files = match there.join(format!("{folder}.json")).exists() {
        true => vec![format!("{folder}.json")],
        false => fs::read_dir(there.join(&folder))
            .unwrap()
            .map(|f| format!("{folder}/{}", f.unwrap().file_name().to_string_lossy()))
            .collect(),
    };
    let mut things = Vec::new();
    for file in files {
        let text = public(&file);
        for field in T::KIND.private_fields() {
            assert!(!text.contains(&format!("\"{field}\"")), "{file} holds the private field {field}");
        }
        let read: Vec<T> = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{file}: {e}"));
        things.extend(read);
    }
    things
}

fn is_unique<'a>(ids: impl Iterator<Item = &'a Id>) -> bool {
    let mut seen = HashSet::new();
    ids.into_iter().all(|id| seen.insert(id.clone()))
}

#[test]
fn eight_topics_come_out_one_every_two_weeks() {
    let rounds = all::<Round>();
    let round = rounds.iter().find(|r| r.id.as_str() == "2016A").unwrap();
    let mut topics: Vec<_> = all::<Topic>().into_iter().filter(|t| t.round == round.id).collect();
    topics.sort_by_key(|t| t.number);
    assert_eq!(topics.iter().map(|t| t.number.unwrap()).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
    assert!(topics.windows(2).all(|pair| pair[1].release - pair[0].release == Duration::days(14)));
    let (start, end) = (round.start, round.end);
    assert!(topics.iter().all(|t| (start..=end).contains(&t.release.date_naive())));
    assert_eq!(round.weeks(), 17);
}

#[test]
fn partners_live_in_two_countries_and_note_their_own_contacts() {
    let (people, pairs, contacts) = (all::<Participant>(), all::<Partnership>(), all::<Contact>());
    let known: HashMap<&Id, &Participant> = people.iter().map(|person| (&person.id, person)).collect();
    let matched: Vec<&Id> = pairs.iter().flat_map(|pair| &pair.participants).collect();
    assert!(is_unique(matched.iter().copied()), "nobody has two partners in a round");
    for pair in &pairs {
        let countries: HashSet<_> = pair.participants.iter().map(|id| known[id].country).collect();
        assert_eq!(countries.len(), pair.participants.len(), "{}", pair.id);
    }
    let members: HashMap<&Id, &Vec<Id>> = pairs.iter().map(|pair| (&pair.id, &pair.participants)).collect();
    assert!(contacts.iter().all(|contact| members[&contact.partnership].contains(&contact.by)));
    assert!(!matched.contains(&&people.last().unwrap().id), "the last waits for a partner: app/account/choose.rs");
}

#[test]
fn desks_are_of_participants_and_answer_a_call() {
    let people = all::<Participant>();
    let known: HashMap<&Id, &Participant> = people.iter().map(|person| (&person.id, person)).collect();
    let config: serde_json::Value = serde_json::from_str(&public("config.json")).unwrap();
    let calls: Vec<_> = config["programme"]["calls"].as_array().unwrap().iter().map(|call| &call["id"]).collect();
    let desks = all::<Desk>();
    assert!(is_unique(desks.iter().map(|desk| &desk.id)));
    for desk in &desks {
        let person = known[&desk.by];
        assert_eq!((&desk.name, desk.country), (&person.name, person.country), "{}", desk.id);
        assert!(calls.iter().any(|call| **call == desk.call.as_str()), "{}", desk.id);
        let drawn = public(desk.picture.as_str());
        for (side, length) in [("width", desk.width), ("height", desk.height)] {
            assert!(drawn.contains(&format!("{side}=\"{length}\"")), "{}", desk.id);
        }
    }
    for audience in Audience::ALL {
        assert!(desks.iter().any(|desk| desk.seen_by == audience), "{}", audience.name());
    }
}

#[test]
fn everything_that_is_named_is_there() {
    let (rounds, topics, comments) = (all::<Round>(), all::<Topic>(), all::<Comment>());
    let participants = all::<Participant>();
    assert!(all::<WaitlistEntry>().is_empty());
    assert!(is_unique(rounds.iter().map(|r| &r.id)) && is_unique(topics.iter().map(|t| &t.id)));
    assert!(is_unique(comments.iter().map(|c| &c.id)) && is_unique(participants.iter().map(|p| &p.id)));
    let slugs: BTreeSet<_> = topics.iter().map(|t| t.slug.as_str()).collect();
    assert_eq!(slugs.len(), topics.len());
    let known: HashSet<&Id> = rounds.iter().map(|r| &r.id).collect();
    assert!(topics.iter().all(|t| known.contains(&t.round)) && participants.iter().all(|p| known.contains(&p.round)));
    let released: HashMap<&Id, DateTime<Utc>> = topics.iter().map(|t| (&t.id, t.release)).collect();
    let written: HashMap<&Id, &Comment> = comments.iter().map(|c| (&c.id, c)).collect();
    for comment in &comments {
        assert!(released[&comment.topic] < comment.created, "{} was written before its topic came out", comment.id);
        if let Some(parent) = &comment.parent {
            let parent = written[parent];
            assert_eq!(parent.topic, comment.topic, "{}", comment.id);
            assert!(parent.created < comment.created, "{} answers a later comment", comment.id);
        }
    }
    for topic in &topics {
        assert!(is_unique(topic.prompts.iter().map(|p| &p.id)), "{}", topic.slug);
        if let Some(image) = &topic.image {
            assert!(public(&image.src).starts_with("<svg"), "{}", image.src);
        }
    }
}

#[test]
fn the_demo_shows_what_a_programme_has() {
    let participants = all::<Participant>();
    assert!(participants.len() >= 30);
    let countries: BTreeSet<_> = participants.iter().map(|p| p.country).collect();
    assert!(countries.len() >= 20, "{} countries", countries.len());
    let most = countries.iter().map(|c| participants.iter().filter(|p| p.country == *c).count()).max().unwrap();
    assert!(most * 5 <= participants.len(), "no more than a fifth of a round comes from one country");
    let comments = all::<Comment>();
    let arabic = |text: &str| text.chars().any(|c| ('\u{600}'..'\u{700}').contains(&c));
    assert!(comments.iter().any(|c| arabic(c.text.as_str())));
    assert_eq!(comments.iter().filter(|c| c.state == State::AwaitingModeration).count(), 1);
    let first = comments.into_iter().filter(|c| c.topic.as_str() == "t1").collect();
    assert!(arrange(first, Order::OldestFirst).iter().any(|placed| placed.depth >= 4));
}

/// Every link of a text.
fn links(document: &Document) -> Vec<Target> {
    fn within(content: &[Inline]) -> Vec<Target> {
        content
            .iter()
            .flat_map(|inline| match inline {
                Inline::Link(target, _) => vec![target.clone()],
                Inline::Emphasis(inner) | Inline::Strong(inner) => within(inner),
                _ => vec![],
            })
            .collect()
    }
    fn of(blocks: &[Block]) -> Vec<Target> {
        blocks
            .iter()
            .flat_map(|block| match block {
                Block::Paragraph(content) | Block::Heading(_, content) => within(content),
                Block::List(_, items) => items.iter().flat_map(|item| of(item)).collect(),
                Block::Quote(inner) => of(inner),
                _ => vec![],
            })
            .collect()
    }
    of(&document.blocks)
}

#[test]
fn links_into_the_site_lead_to_a_page() {
    let topics = all::<Topic>();
    let mut pages: BTreeSet<String> =
        ["about", "code-of-conduct", "contact", "privacy", "join", "topics"].map(str::to_owned).into();
    pages.extend(topics.iter().map(|t| format!("topics/{}", t.slug)));
    pages.extend(all::<Round>().iter().map(|r| format!("rounds/{}", r.id)));
    let mut texts: Vec<String> =
        ["about", "code-of-conduct", "contact", "privacy"].map(|page| public(&format!("pages/{page}.md"))).into();
    for topic in topics {
        texts.extend([topic.body.as_str().to_owned(), topic.closing]);
        texts.extend(topic.prompts.into_iter().map(|p| p.body));
    }
    for text in texts {
        for target in links(&markdown::read(&text, Writer::Programme)) {
            if let Target::Here(path) = target {
                let page = path.split('#').next().unwrap_or_default();
                assert!(pages.contains(page), "a text links to {path}");
            }
        }
    }
}

#[test]
fn the_first_topic_is_the_real_one() {
    let topics = all::<Topic>();
    let topic = topics.iter().find(|t| t.slug.as_str() == "getting-to-know-you").unwrap();
    let image = topic.image.as_ref().unwrap();
    assert_eq!(image.title, "Welcome Sign Mosaic in Warm Tones");
    assert_eq!((image.author.as_str(), image.licence.as_str()), ("Margaret Almon", "CC BY-ND 2.0"));
    let titles: Vec<_> = topic.prompts.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "What do you do?",
            "What does your workspace look like?",
            "What is your career path?",
            "What are your hopes and expectations for the new partnership?",
            "Have you participated in the ILN before?",
        ]
    );
    assert_eq!(topic.prompts[1].hashtag.as_deref(), Some("#welcometomydesk"));
    let hopes = markdown::read(&topic.prompts[3].body, Writer::Programme);
    assert!(hopes.blocks.iter().any(|b| matches!(b, Block::List(None, items) if items.len() == 2)));
    let footnote = hopes.blocks.last();
    assert!(
        matches!(footnote, Some(Block::Paragraph(c)) if matches!(c.first(), Some(Inline::Text(t)) if t.starts_with("*We recommend")))
    );
    assert!(links(&markdown::read(topic.body.as_str(), Writer::Programme)).contains(&Target::Here("join".into())));
    assert!(links(&markdown::read(&topic.closing, Writer::Programme)).contains(&Target::Here("contact".into())));
    assert!(topic.body.as_str().starts_with("Welcome to a(nother) new round of the ILN peer mentoring program!"));
    assert!(topic.closing.trim_end().ends_with("Let the conversations begin!"));
}

#[test]
fn a_topic_s_comments_stand_in_the_file_of_its_address() {
    for topic in all::<Topic>() {
        let file = format!("demo/comments/{}.json", topic.slug);
        let comments: Vec<Comment> = serde_json::from_str(&public(&file)).unwrap();
        assert!(comments.iter().all(|comment| comment.topic == topic.id), "{file}");
    }
}
