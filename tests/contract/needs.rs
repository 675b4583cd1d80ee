//! What a case needs of a backend. Where the profile says that a backend has it not, the case is ignored, with that for a
//! reason; that such a thing is not offered either is a case of its own.

use crate::Group;
use crate::setting::Setting;
use deskmates::domain::resource::Kind;
use deskmates::store::{Query, StoreError};
use libtest_mimic::Failed;
use serde_json::{Value, json};

pub const CASES: &[Group] = &[(Needs::Gap, &[("what_is_not_kept_is_not_offered", what_is_not_kept_is_not_offered)])];

/// What cases need.
#[derive(Clone, Copy)]
pub enum Needs {
    Nothing,
    /// The backend keeps things of this kind.
    Kept(Kind),
    /// Somebody signs in.
    SignIn,
    /// Who signs in gets a token for their password.
    Token,
    /// Pages have numbers: one can ask for one that is beyond the last.
    PageNumbers,
    /// It refuses what is wrong, and what somebody may not do.
    Rules,
    /// It has none of these rules.
    NoRules,
    /// It refuses who writes too often.
    Limits,
    /// There is a kind of things that it does not keep.
    Gap,
}

impl Needs {
    /// Why cases with these needs cannot be tried on a backend.
    pub fn missing(self, backend: &str, profile: &Value) -> Option<String> {
        let keeps = |kind: Kind| profile["resources"].get(kind.name()).is_some();
        let (is_there, missing) = match self {
            Self::Nothing => return None,
            Self::Kept(kind) => (keeps(kind), format!("keeps no {}", kind.name())),
            Self::SignIn => (profile.get("signIn").is_some(), "knows nobody".to_owned()),
            Self::Token => (profile.pointer("/signIn/call").is_some(), "gives no token for a password".to_owned()),
            Self::PageNumbers => (profile.pointer("/page/next").is_none(), "has pages without numbers".to_owned()),
            Self::Rules => (backend != "json-server", "lets everybody do everything".to_owned()),
            Self::NoRules => (backend == "json-server", "refuses what is wrong".to_owned()),
            Self::Limits => (backend == "wordpress", "does not limit how often somebody writes".to_owned()),
            Self::Gap => (!Kind::ALL.into_iter().all(keeps), "keeps every kind of things".to_owned()),
        };
        (!is_there).then(|| format!("{backend} {missing}"))
    }
}

fn what_is_not_kept_is_not_offered(setting: &Setting) -> Result<(), Failed> {
    for kind in Kind::ALL.into_iter().filter(|kind| setting.profile["resources"].get(kind.name()).is_none()) {
        let open = setting.stranger();
        let name = kind.name();
        assert_eq!(open.list(kind, &Query::all()).map(drop), Err(StoreError::Unsupported), "{name}");
        let thing = json!({ "id": setting.new_id(kind) });
        assert_eq!(open.create(kind, &thing), Err(StoreError::Unsupported), "{name}");
        assert!(!open.backend.can_create(kind) && !open.backend.can_update(kind), "no page offers {name}");
        assert_eq!(open.requests(), 0, "nothing is sent of {name}");
    }
    Ok(())
}
