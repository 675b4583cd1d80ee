//! Images and canvases, as far as pictures need them.

use js_sys::Promise;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

/// An address as an image. Its size is known then; it is decoded when it is drawn.
pub(super) async fn opened(url: &str) -> Option<HtmlImageElement> {
    let image = HtmlImageElement::new().ok()?;
    let loaded = Promise::new(&mut |there, broken| {
        image.set_onload(Some(&there));
        image.set_onerror(Some(&broken));
    });
    image.set_src(url);
    JsFuture::from(loaded).await.ok().map(|_| image)
}

/// An empty canvas.
pub(super) fn canvas(width: u32, height: u32) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    Some((canvas, context))
}

/// Draws an image or a canvas over a whole canvas.
pub(super) fn put(context: &CanvasRenderingContext2d, source: &JsValue, width: f64, height: f64) -> Option<()> {
    let drawn = match (source.dyn_ref::<HtmlImageElement>(), source.dyn_ref::<HtmlCanvasElement>()) {
        (Some(image), _) => context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height),
        (_, Some(canvas)) => context.draw_image_with_html_canvas_element_and_dw_and_dh(canvas, 0.0, 0.0, width, height),
        _ => return None,
    };
    drawn.ok()
}
