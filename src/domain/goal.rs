//! What a participant wants to reach in the round: alone, or with the partner looking on.

use super::problem::{Fault, Problem, Problems, short, some};
use super::resource::{Id, Kind, Resource};
use super::spec::{ErasurePolicy, Field, Owner, Readers, Spec, Type};
use super::written::{self, Written};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A goal. It is its owner's; of a shared one the partner may tick off the steps, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Its identity.
    pub id: Id,
    /// The partnership in which it was set.
    pub partnership: Id,
    /// Whose goal.
    pub by: Id,
    /// When it was set.
    #[serde(deserialize_with = "written::read")]
    pub at: DateTime<Utc>,
    /// Whether the partner sees it.
    pub shared: bool,
    /// What is to be reached.
    pub what: String,
    /// How one will know that it is.
    #[serde(default)]
    pub sign: String,
    /// By which day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "written::perhaps")]
    pub until: Option<NaiveDate>,
    /// What leads there.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// When it was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "written::perhaps")]
    pub reached: Option<DateTime<Utc>>,
}

impl Resource for Goal {
    const KIND: Kind = Kind::Goals;
    const SPEC: Spec = Spec {
        fields: &[
            Field::required("id", Type::Id),
            Field::required("partnership", Type::Id),
            Field::required("by", Type::Id),
            Field::required("at", Type::Moment),
            Field::required("shared", Type::Flag),
            Field::required("what", Type::Text),
            Field::optional("sign", Type::Text),
            Field::optional("until", Type::Day),
            Field::optional("steps", Type::List),
            Field::optional("reached", Type::Moment),
        ],
        readers: Readers::PartnersIfShared,
        owner: Owner::Author("by"),
        erasure: ErasurePolicy::Delete,
        chosen_by: "partnership",
        sorted_by: Some("at"),
    };
}

/// A step towards a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is to be done.
    pub what: String,
    /// Whether it is.
    #[serde(default)]
    pub done: bool,
}

/// What a person fills in for a goal, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GoalDraft {
    /// What is to be reached.
    pub what: String,
    /// How one will know.
    pub sign: String,
    /// A day, "2016-03-01"; may be empty.
    pub until: String,
    /// A step on each line; may be empty.
    pub steps: String,
    /// Whether the partner sees it.
    pub shared: bool,
}

/// A goal as it was filled in, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGoal {
    /// What is to be reached.
    pub what: String,
    /// How one will know.
    pub sign: String,
    /// By which day.
    pub until: Option<NaiveDate>,
    /// What leads there.
    pub steps: Vec<Step>,
    /// Whether the partner sees it.
    pub shared: bool,
}

impl GoalDraft {
    /// The longest text, in characters.
    pub const MAX: usize = 2_000;

    /// The draft of a goal as it stands, to change it.
    pub fn of(goal: &Goal) -> Self {
        Self {
            what: goal.what.clone(),
            sign: goal.sign.clone(),
            until: goal.until.map(|day| day.to_string()).unwrap_or_default(),
            steps: goal.steps.iter().map(|step| step.what.as_str()).collect::<Vec<_>>().join("\n"),
            shared: goal.shared,
        }
    }

    /// The goal, or every problem by field. A step that stood there before under the same words stays as done as it was.
    pub fn check(&self, before: &[Step]) -> Result<NewGoal, Vec<Problem>> {
        let mut problems = Problems::default();
        let short = |text: &str| short(text, Self::MAX);
        let what = problems.note("what", some(&self.what, Self::MAX));
        let sign = problems.note("sign", short(&self.sign));
        let until = match self.until.trim() {
            "" => Ok(None),
            day => NaiveDate::parse(day).map(Some).ok_or(Fault::Missing),
        };
        let until = problems.note("until", until);
        let steps = problems.note("steps", short(&self.steps));
        match (what, sign, until, steps) {
            (Some(what), Some(sign), Some(until), Some(steps)) => {
                let step = |line: &str| {
                    let was_done = before.iter().any(|step| step.done && step.what == line);
                    Step { what: line.to_owned(), done: was_done }
                };
                let steps = steps.lines().map(str::trim).filter(|line| !line.is_empty()).map(step).collect();
                Ok(NewGoal { what, sign, until, steps, shared: self.shared })
            }
            _ => Err(problems.into_inner()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(what: &str, until: &str, steps: &str) -> GoalDraft {
        GoalDraft { what: what.into(), until: until.into(), steps: steps.into(), ..GoalDraft::default() }
    }

    #[test]
    fn a_goal_says_what_and_the_rest_is_free() {
        let goal = draft(" Read aloud. ", "", "").check(&[]).unwrap();
        assert_eq!((goal.what.as_str(), goal.until, goal.steps, goal.shared), ("Read aloud.", None, vec![], false));
        let fields = |draft: GoalDraft| {
            draft.check(&[]).unwrap_err().into_iter().map(|problem| problem.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(draft(" ", "soon", "")), ["what", "until"]);
        assert_eq!(fields(draft("x", "2016-02-30", &"x".repeat(GoalDraft::MAX + 1))), ["until", "steps"]);
    }

    #[test]
    fn a_change_keeps_which_steps_are_done() {
        let done = |what: &str, done| Step { what: what.into(), done };
        let before = [done("Choose a book", true), done("Ask the school", false)];
        let steps =
            draft("x", "2016-05-01", "Ask the school\n\n  Choose a book  \nInvite").check(&before).unwrap().steps;
        assert_eq!(steps, [done("Ask the school", false), done("Choose a book", true), done("Invite", false)]);
    }

    #[test]
    fn a_goal_that_is_changed_begins_as_it_stands() {
        let goal: Goal = serde_json::from_value(serde_json::json!({
            "id": "g1", "partnership": "s1", "by": "p01", "at": "2016-02-20T10:00:00Z", "shared": true, "what": "a",
            "sign": "b", "until": "2016-05-01", "steps": [{ "what": "c", "done": true }, { "what": "d" }],
        }))
        .unwrap();
        let new = GoalDraft::of(&goal).check(&goal.steps).unwrap();
        assert_eq!(
            (new.what, new.sign, new.until, new.steps, new.shared),
            (goal.what, goal.sign, goal.until, goal.steps, true)
        );
    }
}
