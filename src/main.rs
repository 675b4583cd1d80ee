//! The site, for the demo.

use deskmates::app::shell::services::{AppVariant, DEMO};
use deskmates::part;

part!(partner, Partner, partner_in_demo);
part!(account, Account, account_in_demo);
part!(desks, Desks, desks_in_demo);
part!(join, Join, join);
part!(on_your_blog, OnYourBlog, on_your_blog);

fn main() {
    let parts = &[partner::CODE, account::CODE, desks::CODE, join::CODE, on_your_blog::CODE];
    wasm_bindgen_futures::spawn_local(deskmates::app::start(AppVariant { parts, ..DEMO }));
}
