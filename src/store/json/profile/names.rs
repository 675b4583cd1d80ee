//! Which templates of a profile name something, so that only what is needed is looked up.

use super::{Filter, Paging, Profile, ResourceProfile, Sort, Template};
use serde_json::Value;
use std::collections::BTreeMap;

/// Templates, and JSON with templates in it.
#[derive(Default)]
struct Pieces<'a> {
    texts: Vec<&'a Template>,
    values: Vec<&'a Value>,
}

impl<'a> Pieces<'a> {
    fn map(&mut self, map: &'a BTreeMap<String, Template>) {
        self.texts.extend(map.values());
    }

    fn lists(&mut self, filter: Option<&'a Filter>, sort: Option<&'a Sort>, page: Option<&'a Paging>) {
        self.values.extend(filter.into_iter().flat_map(|filter| filter.conditions.values()));
        self.values.extend(sort.into_iter().flat_map(|sort| [&sort.rising, &sort.falling]));
        page.into_iter().for_each(|page| [&page.query, &page.body].into_iter().for_each(|map| self.map(map)));
    }

    fn name(&self, name: &str) -> bool {
        let name = format!("{{{name}}}");
        self.texts.iter().any(|text| text.contains(&name))
            || self.values.iter().any(|value| value.to_string().contains(&name))
    }
}

impl ResourceProfile {
    /// Whether something that is said of it names this.
    pub fn names(&self, name: &str) -> bool {
        let mut pieces = Pieces::default();
        for write in [&self.create, &self.update].into_iter().flatten() {
            pieces.values.extend(write.set.values());
        }
        self.upload.iter().for_each(|upload| pieces.map(&upload.fields));
        pieces.lists(self.filter.as_ref(), self.sort.as_ref(), self.page.as_ref());
        pieces.name(name)
    }
}

impl Profile {
    /// Whether something that is said of all resources names this.
    pub fn names(&self, name: &str) -> bool {
        let mut pieces = Pieces::default();
        pieces.map(&self.request.headers);
        pieces.lists(self.filter.as_ref(), self.sort.as_ref(), self.page.as_ref());
        pieces.name(name)
    }
}
