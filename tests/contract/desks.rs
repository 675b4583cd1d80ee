//! Pictures of where people work, on the backends that keep them: the file is stored beside what is told of it, and
//! each is read by whom it is for.

use crate::Group;
use crate::needs::Needs;
use crate::setting::{Setting, id_of, unique, wait};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use deskmates::domain::desk::Desk;
use deskmates::domain::resource::Kind;
use deskmates::platform::http::{Body, File, HttpTransport, Request};
use deskmates::platform::native::NativeTransport;
use deskmates::store::json::Created;
use deskmates::store::json::profile::{Credentials, Method};
use deskmates::store::{Query, StoreError};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const CASES: &[Group] = &[(
    Needs::Kept(Kind::Desks),
    &[
        ("a_desk_is_read_by_whom_it_is_for", a_desk_is_read_by_whom_it_is_for),
        ("the_picture_of_a_desk_can_be_had", the_picture_of_a_desk_can_be_had),
        ("what_is_no_picture_is_not_stored", what_is_no_picture_is_not_stored),
        ("a_desk_is_sent_by_its_author_alone", a_desk_is_sent_by_its_author_alone),
        ("a_desk_is_removed_by_its_author_alone", a_desk_is_removed_by_its_author_alone),
    ],
)];

/// The smallest JPEG that decoders take: one grey pixel.
const JPEG: &str = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z";

pub fn desk(setting: &Setting, seen_by: &str) -> Value {
    let picture = format!("data:image/jpeg;base64,{JPEG}");
    json!({
        "id": setting.new_id(Kind::Desks), "call": "welcometomydesk", "by": "p01", "name": "Amina", "country": "NA",
        "at": "2016-02-16T10:00:00Z", "picture": picture, "small": picture, "width": 1, "height": 1,
        "alt": format!("Number {}", unique()), "story": "Grey.", "seen_by": seen_by, "licence": "CC-BY-4.0",
    })
}

fn a_desk_is_read_by_whom_it_is_for(setting: &Setting) -> Result<(), Failed> {
    let author = setting.signed_in("partner");
    let sent = ["public", "programme", "partner"].map(|to| author.stored(Kind::Desks, &desk(setting, to)));
    let sees = |who: &str| {
        let open = if who == "nobody" { setting.stranger() } else { setting.signed_in(who) };
        let all = open.list(Kind::Desks, &Query::all()).unwrap();
        sent.each_ref().map(|sent| {
            let listed = all.iter().any(|there| there.value["id"] == sent.value["id"]);
            let read = open.get(Kind::Desks, &id_of(sent));
            assert_eq!(listed, read.is_ok(), "{who}: {read:?}");
            listed
        })
    };
    assert_eq!(sees("partner"), [true, true, true]);
    assert_eq!(sees("other_partner"), [true, true, true]);
    assert_eq!(sees("stranger"), [true, true, false], "somebody else who takes part");
    assert_eq!(sees("coordinator"), [true, true, false]);
    assert_eq!(sees("nobody"), [true, false, false]);
    for sent in &sent {
        let _: Desk = serde_json::from_value(author.get(Kind::Desks, &id_of(sent))?.value)?;
    }
    Ok(())
}

fn the_picture_of_a_desk_can_be_had(setting: &Setting) -> Result<(), Failed> {
    let author = setting.signed_in("partner");
    let mut whole = desk(setting, "public");
    whole.as_object_mut().unwrap().remove("country");
    let sent = author.stored(Kind::Desks, &whole);
    let read = setting.stranger().get(Kind::Desks, &id_of(&sent))?.value;
    assert_eq!(read.get("country"), None);
    for field in ["picture", "small"] {
        let url = read[field].as_str().unwrap().to_owned();
        assert!(url.starts_with("http"), "{url}");
        // As an image on a page has it: asked for by anybody.
        let request = Request {
            method: Method::Get,
            url,
            headers: vec![("accept".to_owned(), "image/avif,image/webp,*/*;q=0.8".to_owned())],
            body: Body::None,
            credentials: Credentials::Omit,
            timeout: 20,
        };
        let answer = wait(NativeTransport.send(request)).map_err(|why| format!("{why:?}"))?;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), Some("image/jpeg"));
    }
    Ok(())
}

fn what_is_no_picture_is_not_stored(setting: &Setting) -> Result<(), Failed> {
    let author = setting.signed_in("partner");
    let page = BASE64_STANDARD.encode("<script>alert(1)</script>");
    let mut wrong = desk(setting, "public");
    wrong["picture"] = json!(format!("data:image/jpeg;base64,{page}"));
    let refused = author.create(Kind::Desks, &wrong);
    assert!(matches!(refused, Err(StoreError::Invalid { .. })), "{refused:?}");
    assert!(author.get(Kind::Desks, &serde_json::from_value(wrong["id"].clone())?).is_err());
    Ok(())
}

fn a_desk_is_sent_by_its_author_alone(setting: &Setting) -> Result<(), Failed> {
    assert_eq!(setting.stranger().create(Kind::Desks, &desk(setting, "public")), Err(StoreError::NotSignedIn));
    // Whom the backend does not know sends nothing, whatever the profile lets them try: neither file nor desk.
    let mut bold = setting.profile.clone();
    bold["resources"]["desks"]["owned"] = json!(false);
    if bold["resources"]["desks"]["upload"]["fields"]["by"].is_string() {
        bold["resources"]["desks"]["upload"]["fields"]["by"] = json!("p01");
    }
    let file = || File {
        name: "a.jpeg".into(),
        media_type: "image/jpeg".into(),
        bytes: BASE64_STANDARD.decode(JPEG).unwrap(),
    };
    assert!(wait(setting.with(&bold).backend.upload(Kind::Desks, file())).is_err());
    assert!(wait(setting.with_signed_in(&bold, "coordinator").backend.upload(Kind::Desks, file())).is_err());
    let mut there = desk(setting, "public");
    there["picture"] = json!("https://example.org/a.jpg");
    there.as_object_mut().unwrap().remove("small");
    assert!(setting.with(&bold).create(Kind::Desks, &there).is_err());
    let before = setting.stranger().list(Kind::Desks, &Query::all())?.len();
    for who in ["other_partner", "coordinator"] {
        let sent = setting.signed_in(who).create(Kind::Desks, &desk(setting, "public"));
        assert!(!matches!(sent, Ok(Created::Stored(_))), "{who} sends in another's name: {sent:?}");
    }
    assert_eq!(setting.stranger().list(Kind::Desks, &Query::all())?.len(), before);
    Ok(())
}

fn a_desk_is_removed_by_its_author_alone(setting: &Setting) -> Result<(), Failed> {
    let author = setting.signed_in("partner");
    let sent = author.stored(Kind::Desks, &desk(setting, "public"));
    // A removal that removes nothing may be told or not.
    let _ = setting.signed_in("other_partner").remove(Kind::Desks, &id_of(&sent));
    let mut bold = setting.profile.clone();
    bold["resources"]["desks"]["owned"] = json!(false);
    let _ = setting.with(&bold).remove(Kind::Desks, &id_of(&sent));
    assert!(author.get(Kind::Desks, &id_of(&sent)).is_ok());
    author.remove(Kind::Desks, &id_of(&sent))?;
    assert!(author.get(Kind::Desks, &id_of(&sent)).is_err());
    // Coordinators take away what must not be public.
    let sent = author.stored(Kind::Desks, &desk(setting, "public"));
    setting.signed_in("coordinator").remove(Kind::Desks, &id_of(&sent))?;
    assert!(author.get(Kind::Desks, &id_of(&sent)).is_err());
    Ok(())
}
