//! The site, on backends.

use deskmates::app::shell::services::{live, on_backends};
use deskmates::{part, profile_rules};

part!(partner, Partner, partner);
part!(account, Account, account);
part!(desks, Desks, desks);
part!(coordinate, Coordinate, coordinate);
part!(join, Join, join);
part!(on_your_blog, OnYourBlog, on_your_blog);
profile_rules!(rules);

fn main() {
    let parts = &[partner::CODE, account::CODE, desks::CODE, coordinate::CODE, join::CODE, on_your_blog::CODE];
    wasm_bindgen_futures::spawn_local(deskmates::app::start(on_backends(parts, |config| live(config, rules::explain))));
}
