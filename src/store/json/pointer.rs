//! Writing by JSON Pointer (RFC 6901); `serde_json` reads by it.

use serde_json::{Map, Value};

/// Puts a value at a place, making the objects on the way there.
pub fn put(target: &mut Value, pointer: &str, value: Value) {
    let mut place = target;
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[step];
    }
    *place = value;
}
