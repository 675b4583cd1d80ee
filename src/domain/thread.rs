//! Comments as people read them: each reply under what it replies to.

use super::comment::{Comment, State};
use super::person::Name;
use super::resource::Id;

/// In which order conversations stand. Replies always follow oldest first, so
/// that a conversation reads downwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Order {
    /// The first conversation first.
    #[default]
    OldestFirst,
    /// The latest conversation first.
    NewestFirst,
}

/// A comment in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The comment.
    pub comment: Comment,
    /// How many comments it stands below; 0 begins a conversation.
    pub depth: usize,
    /// What it replies to, and whom; nobody where that was removed.
    pub reply_to: Option<(Id, Option<Name>)>,
}

/// Puts comments into reading order: every one exactly once, each reply after
/// what it replies to.
///
/// A reply whose parent is not here, or whose parents run in a circle, begins a
/// conversation of its own: nothing that was written gets lost. A removed
/// comment keeps its place only where something still hangs on it.
pub fn arrange(mut comments: Vec<Comment>, order: Order) -> Vec<Placed> {
    // Of several with one id the first that was given stays.
    comments.sort_by(|a, b| a.id.cmp(&b.id));
    comments.dedup_by(|later, first| later.id == first.id);
    comments.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));

    let mut by_id: Vec<usize> = (0..comments.len()).collect();
    by_id.sort_by(|a, b| comments[*a].id.cmp(&comments[*b].id));
    let place = |id: &Id| by_id.binary_search_by(|i| comments[*i].id.cmp(id)).ok().map(|found| by_id[found]);
    let parent: Vec<Option<usize>> = comments.iter().map(|c| c.parent.as_ref().and_then(place)).collect();
    let mut replies = vec![Vec::new(); comments.len()];
    for (i, above) in parent.iter().enumerate() {
        if let Some(above) = above {
            replies[*above].push(i);
        }
    }
    let kept = hold_something(&comments, &parent);

    // A conversation begins where there is no parent; what is left after those
    // runs in circles, which are cut at their oldest comment.
    // Each stands at the place of the comment that begins it.
    let mut conversations: Vec<Vec<(usize, usize)>> = vec![Vec::new(); comments.len()];
    let mut placed = vec![false; comments.len()];
    let roots = (0..comments.len()).filter(|i| parent[*i].is_none());
    for root in roots.chain(0..comments.len()) {
        if placed[root] {
            continue;
        }
        let mut open = vec![(root, 0)];
        while let Some((i, depth)) = open.pop() {
            if std::mem::replace(&mut placed[i], true) {
                continue;
            }
            conversations[root].push((i, depth));
            open.extend(replies[i].iter().rev().map(|reply| (*reply, depth + 1)));
        }
    }
    if order == Order::NewestFirst {
        conversations.reverse();
    }

    let mut slots: Vec<Option<Comment>> = Vec::with_capacity(comments.len());
    let author = |c: &Comment| (c.state != State::Removed).then(|| c.name.clone());
    let names: Vec<(Id, Option<Name>)> = comments.iter().map(|c| (c.id.clone(), author(c))).collect();
    slots.extend(comments.into_iter().map(Some));
    conversations
        .into_iter()
        .flatten()
        .filter(|(i, _)| kept[*i])
        .filter_map(|(i, depth)| {
            let reply_to = parent[i].filter(|_| depth > 0).map(|above| names[above].clone());
            Some(Placed { comment: slots[i].take()?, depth, reply_to })
        })
        .collect()
}

/// Which comments are shown: those that are not removed, and the removed ones
/// that somebody replied to.
fn hold_something(comments: &[Comment], parent: &[Option<usize>]) -> Vec<bool> {
    let mut kept = vec![false; comments.len()];
    for start in (0..comments.len()).filter(|i| comments[*i].state != State::Removed) {
        let mut next = Some(start);
        while let Some(i) = next {
            if std::mem::replace(&mut kept[i], true) {
                break;
            }
            next = parent[i];
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Duration, Utc};
    use proptest::prelude::*;

    fn id(n: usize) -> Id {
        Id::try_from(format!("c{n}")).unwrap()
    }

    fn comment(n: usize, parent: Option<usize>, minute: i64, state: State) -> Comment {
        let start: DateTime<Utc> = "2016-02-15T08:00:00Z".parse().unwrap();
        Comment {
            id: id(n),
            topic: id(0),
            parent: parent.map(id),
            name: Name::parse(&format!("Person {n}")).unwrap(),
            link: None,
            text: Default::default(),
            created: start + Duration::minutes(minute),
            edited: None,
            state,
        }
    }

    fn shape(placed: &[Placed]) -> Vec<(&str, usize)> {
        placed.iter().map(|p| (p.comment.id.as_str(), p.depth)).collect()
    }

    use State::{Published, Removed};

    #[test]
    fn replies_stand_under_what_they_reply_to() {
        let all = vec![
            comment(1, None, 0, Published),
            comment(2, None, 1, Published),
            comment(3, Some(1), 2, Published),
            comment(4, Some(3), 3, Published),
            comment(5, Some(1), 4, Published),
        ];
        let placed = arrange(all.clone(), Order::OldestFirst);
        assert_eq!(shape(&placed), [("c1", 0), ("c3", 1), ("c4", 2), ("c5", 1), ("c2", 0)]);
        assert_eq!(
            placed[2].reply_to.as_ref().map(|(id, name)| (id.as_str(), name.as_ref().unwrap().as_str())),
            Some(("c3", "Person 3"))
        );
        let newest = arrange(all, Order::NewestFirst);
        assert_eq!(shape(&newest), [("c2", 0), ("c1", 0), ("c3", 1), ("c4", 2), ("c5", 1)]);
    }

    #[test]
    fn a_removed_comment_keeps_its_place_only_for_replies() {
        let placed = arrange(
            vec![
                comment(1, None, 0, Removed),
                comment(2, Some(1), 1, Published),
                comment(3, None, 2, Removed),
                comment(4, Some(3), 3, Removed),
            ],
            Order::OldestFirst,
        );
        assert_eq!(shape(&placed), [("c1", 0), ("c2", 1)]);
        assert_eq!(placed.iter().filter(|p| p.comment.counts()).count(), 1);
    }

    #[test]
    fn orphans_and_circles_are_shown() {
        let placed = arrange(
            vec![
                comment(1, Some(99), 0, Published),
                comment(2, Some(3), 1, Published),
                comment(3, Some(2), 2, Published),
                comment(4, Some(4), 3, Published),
            ],
            Order::OldestFirst,
        );
        assert_eq!(shape(&placed), [("c1", 0), ("c2", 0), ("c3", 1), ("c4", 0)]);
    }

    #[test]
    fn ten_thousand_deep_is_no_danger() {
        let deep = (0..10_000).map(|n| comment(n, n.checked_sub(1), n as i64, Published)).collect();
        assert_eq!(arrange(deep, Order::OldestFirst).last().map(|p| p.depth), Some(9_999));
    }

    fn state() -> impl Strategy<Value = State> {
        prop_oneof![4 => Just(Published), 1 => Just(State::AwaitingModeration), 1 => Just(Removed)]
    }

    proptest! {
        #[test]
        fn no_comment_is_lost_or_repeated(
            parents in proptest::collection::vec((proptest::option::of(0usize..40), 0i64..50, state()), 0..40),
            newest in any::<bool>(),
        ) {
            let all: Vec<_> = parents.iter().enumerate().map(|(n, (p, m, s))| comment(n, *p, *m, s.clone())).collect();
            let order = if newest { Order::NewestFirst } else { Order::OldestFirst };
            let placed = arrange(all.clone(), order);
            let mut shown: Vec<_> = placed.iter().map(|p| p.comment.id.clone()).collect();
            shown.sort();
            let whole = shown.len();
            shown.dedup();
            prop_assert_eq!(shown.len(), whole, "a comment stands twice");
            for c in all.iter().filter(|c| c.state != Removed) {
                prop_assert!(shown.contains(&c.id), "{} is lost", c.id);
            }
            let mut above: Vec<&Id> = Vec::new();
            for p in &placed {
                if let Some((parent, _)) = &p.reply_to {
                    prop_assert!(above.contains(&parent), "a reply stands before what it replies to");
                }
                above.push(&p.comment.id);
            }
        }
    }
}
