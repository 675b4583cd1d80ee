//! Work that is done once for everybody who asks for it while it is being done.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// Work of which one piece at a time is under way. What comes of it, everybody is given who has asked meanwhile.
pub struct SingleFlight<T> {
    state: RefCell<State<T>>,
}

struct State<T> {
    is_under_way: bool,
    /// How often it was done.
    done: u64,
    last: Option<T>,
    waiting: Vec<Waker>,
}

impl<T> Default for SingleFlight<T> {
    fn default() -> Self {
        Self { state: RefCell::new(State { is_under_way: false, done: 0, last: None, waiting: Vec::new() }) }
    }
}

impl<T: Clone> SingleFlight<T> {
    /// Does the work, or waits for whoever is doing it. Where they give up, who waits does it.
    pub async fn run<F: Future<Output = T>>(&self, work: impl FnOnce() -> F) -> T {
        let before = self.state.borrow().done;
        let others = poll_fn(|context| {
            let mut state = self.state.borrow_mut();
            if state.done != before
                && let Some(outcome) = &state.last
            {
                return Poll::Ready(Some(outcome.clone()));
            }
            if state.is_under_way {
                state.waiting.push(context.waker().clone());
                return Poll::Pending;
            }
            state.is_under_way = true;
            Poll::Ready(None)
        });
        if let Some(outcome) = others.await {
            return outcome;
        }
        let turn = Turn(self);
        let outcome = work().await;
        {
            let mut state = self.state.borrow_mut();
            state.done += 1;
            // Only who waits now will ask for it.
            state.last = (!state.waiting.is_empty()).then(|| outcome.clone());
        }
        drop(turn);
        outcome
    }
}

/// That somebody does the work; given up when this is dropped.
struct Turn<'a, T>(&'a SingleFlight<T>);

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        let mut state = self.0.state.borrow_mut();
        state.is_under_way = false;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Platform;
    use crate::platform::fake::FakePlatform;
    use chrono::Duration;
    use std::cell::Cell;
    use std::rc::Rc;

    type Counting = (FakePlatform, Rc<SingleFlight<u32>>, Rc<Cell<u32>>);

    fn counting() -> Counting {
        (FakePlatform::default(), Rc::default(), Rc::default())
    }

    /// Asks for work that takes a second and counts how often it was done.
    fn ask((platform, flight, count): &Counting) -> Rc<Cell<Option<u32>>> {
        let found = Rc::new(Cell::new(None));
        let (machine, flight, count, outcome) =
            (platform.clone(), Rc::clone(flight), Rc::clone(count), Rc::clone(&found));
        platform.spawn(Box::pin(async move {
            let work = || async {
                machine.sleep(Duration::seconds(1)).await;
                count.set(count.get() + 1);
                count.get()
            };
            outcome.set(Some(flight.run(work).await));
        }));
        platform.settle();
        found
    }

    #[test]
    fn everybody_who_waits_is_given_what_one_did() {
        let counting = counting();
        let found = [ask(&counting), ask(&counting), ask(&counting)];
        counting.0.advance(Duration::seconds(1));
        assert_eq!(found.map(|found| found.get()), [Some(1); 3]);
    }

    #[test]
    fn who_asks_later_has_it_done_again() {
        let counting = counting();
        ask(&counting);
        counting.0.advance(Duration::seconds(1));
        let later = ask(&counting);
        assert_eq!(later.get(), None);
        counting.0.advance(Duration::seconds(1));
        assert_eq!(later.get(), Some(2));
    }

    #[test]
    fn who_waits_goes_on_where_the_first_gave_up() {
        let counting = counting();
        let mut first = Box::pin(counting.1.run(std::future::pending));
        let waker = Waker::noop();
        assert!(first.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
        let second = ask(&counting);
        drop(first);
        counting.0.settle();
        counting.0.advance(Duration::seconds(1));
        assert_eq!(second.get(), Some(1));
    }
}
