//! What a backend has, as things of ours: field by field, so that what does not fit takes nothing else away.

use super::fields::{self, Reading};
use super::profile::{Call, ResourceProfile};
use super::{Backend, template};
use crate::store::repair::is_source_odd;
use crate::store::{Delivery, StoreError, Stored};
use serde_json::Value;

/// What a backend has, as we have it.
pub(crate) struct Things {
    pub(crate) things: Vec<Stored<Value>>,
    /// What does not fit the profile: the first such field of each thing that has one.
    pub(crate) odd: Vec<StoreError>,
}

impl Backend {
    /// Things in canonical JSON, and what of them does not fit.
    pub(crate) async fn things(
        &self,
        resource: &ResourceProfile,
        call: &Call,
        items: Vec<Value>,
    ) -> Result<Things, StoreError> {
        let looked_up = self.look_up_lists(resource).await?;
        let text_of = |html: &str| self.transport.text_of(html);
        let reading = Reading { text_of: &text_of, looked_up: &looked_up };
        let (mut odd, count) = (Vec::new(), items.len());
        let thing = |(i, item): (usize, Value)| {
            let (value, misfits) = fields::read(&item, resource, &reading);
            if let Some(misfit) = misfits.first() {
                let at = format!("/{i}{}", misfit.at);
                odd.push(self.malformed(&call.path, &at, format!("{}: {}", misfit.field, misfit.found)));
            }
            let revision = resource.revision.as_ref().and_then(|revision| item.pointer(&revision.at));
            Stored {
                value,
                revision: revision.map(template::text).unwrap_or_default(),
                mine: false,
                delivery: Delivery::Sent,
            }
        };
        let things = items.into_iter().enumerate().map(thing).collect();
        if is_source_odd(odd.len(), count) {
            return Err(odd.swap_remove(0));
        }
        Ok(Things { things, odd })
    }
}
