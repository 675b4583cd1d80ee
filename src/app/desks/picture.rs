//! Making a picture ready in this browser, before anybody else has it: turned upright, scaled, and drawn anew, so that
//! nothing is left of what a camera writes into a file (where it was, when, whose it is).

use crate::app::components::submission::painted;
use crate::domain::picture::{Address, MAX_PIXELS, Picture, SIDE, SMALL_SIDE, fit};
use crate::domain::problem::Fault;
use js_sys::{Promise, Reflect};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlImageElement, Url};

/// How many steps there are.
pub const STEPS: u32 = 4;

/// The most characters of a picture in base64: some 370 KB of JPEG, which a phone on a slow network loads in seconds,
/// and of which this browser's storage takes ten.
const MAX: usize = 500_000;

/// The longest sides that are tried, the largest first: few pictures are so full that they need another.
const SIDES: [u32; 3] = [SIDE, 1100, 800];

/// The qualities of JPEG that are tried, the best first.
const QUALITIES: [f64; 4] = [0.85, 0.7, 0.55, 0.4];

/// The picture in a file, ready to be kept; `step` hears which of [`STEPS`] begins.
pub async fn prepare(file: &File, step: impl Fn(u32)) -> Result<Picture, Fault> {
    step(1);
    let image = opened(file).await.ok_or_else(|| if is_heic(file) { Fault::Heic } else { Fault::NotAPicture })?;
    // As it is to be seen: browsers turn a picture as its camera was held.
    let (width, height) = (image.natural_width(), image.natural_height());
    if width == 0 || height == 0 {
        return Err(Fault::NotAPicture);
    }
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Fault::TooManyPixels(usize::try_from(MAX_PIXELS / 1_000_000).unwrap_or_default()));
    }
    step(2);
    painted().await;
    let mut made = None;
    for side in SIDES {
        let size = fit(width, height, side);
        let large = drawn(&image, size).ok_or(Fault::NotAPicture)?;
        step(3);
        painted().await;
        made = encoded(&large).map(|picture| (large, size, picture));
        if made.is_some() {
            break;
        }
    }
    let (large, (width, height), picture) = made.ok_or(Fault::NotAPicture)?;
    step(4);
    painted().await;
    let small = drawn(&large, fit(width, height, SMALL_SIDE)).and_then(|small| encoded(&small));
    Ok(Picture { picture, small, width, height })
}

/// The file as an image. Its size is known then; it is decoded when it is drawn.
async fn opened(file: &File) -> Option<HtmlImageElement> {
    let url = Url::create_object_url_with_blob(file).ok()?;
    let image = HtmlImageElement::new().ok()?;
    let loaded = Promise::new(&mut |there, broken| {
        image.set_onload(Some(&there));
        image.set_onerror(Some(&broken));
    });
    image.set_src(&url);
    let came = JsFuture::from(loaded).await;
    // What was loaded stays.
    let _ = Url::revoke_object_url(&url);
    came.ok().map(|_| image)
}

/// Whether a file says that it is in the format of Apple's cameras (HEIF, ISO/IEC 23008-12).
fn is_heic(file: &File) -> bool {
    let (kind, name) = (file.type_(), file.name().to_ascii_lowercase());
    kind.contains("/hei") || name.ends_with(".heic") || name.ends_with(".heif")
}

/// An image or a canvas on a canvas of this size.
fn drawn(source: &JsValue, (width, height): (u32, u32)) -> Option<HtmlCanvasElement> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    // JPEG knows no transparency: what shines through is paper.
    context.set_fill_style_str("white");
    let (width, height) = (f64::from(width), f64::from(height));
    context.fill_rect(0.0, 0.0, width, height);
    // A browser that does not know it scales as it always does.
    let _ = Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    let drawn = match (source.dyn_ref::<HtmlImageElement>(), source.dyn_ref::<HtmlCanvasElement>()) {
        (Some(image), _) => context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height),
        (_, Some(canvas)) => context.draw_image_with_html_canvas_element_and_dw_and_dh(canvas, 0.0, 0.0, width, height),
        _ => return None,
    };
    drawn.ok().map(|()| canvas)
}

/// A canvas as JPEG, as good as is small enough; nothing where none is.
fn encoded(canvas: &HtmlCanvasElement) -> Option<Address> {
    let mut tried = QUALITIES.iter().filter_map(|quality| {
        canvas.to_data_url_with_type_and_encoder_options("image/jpeg", &JsValue::from_f64(*quality)).ok()
    });
    Address::try_from(tried.find(|address| address.len() <= MAX)?).ok()
}
