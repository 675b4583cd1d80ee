//! Making a picture ready in this browser, before anybody else has it: turned upright, scaled, and drawn anew, so that
//! nothing is left of what a camera writes into a file (where it was, when, whose it is).

use super::canvas::{canvas, opened, put};
use super::proof;
use crate::app::components::submission::painted;
use crate::domain::picture::{Address, Picture, SIDE, SMALL_SIDE, fit, max_pixels};
use crate::domain::picture_file::{PictureFile, look};
use crate::domain::problem::Fault;
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlCanvasElement, Url};

/// How many steps there are.
pub const STEPS: u32 = 4;

/// The most characters of a picture in base64: some 370 KB of JPEG, which a phone on a slow network loads in seconds,
/// and of which this browser's storage takes ten.
const MAX: usize = 500_000;

/// The largest file that is looked at whole before it is opened, in bytes: no camera of a phone writes such a picture.
const MAX_FILE: f64 = 100e6;

/// The longest sides that are tried, the largest first: few pictures are so full that they need another.
const SIDES: [u32; 3] = [SIDE, 1100, 800];

/// The qualities of JPEG that are tried, the best first.
const QUALITIES: [f64; 4] = [0.85, 0.7, 0.55, 0.4];

/// The picture in a file, ready to be kept; `step` hears which of [`STEPS`] begins.
pub async fn prepare(file: &File, step: impl Fn(u32)) -> Result<Picture, Fault> {
    step(1);
    let told = told(file).await;
    // One that is too large is not even opened: a page that has no memory left is ended.
    told.size.map_or(Ok(()), not_too_large)?;
    let url = Url::create_object_url_with_blob(file).map_err(|_| Fault::NotAPicture)?;
    let opened = opened(&url).await;
    // What was loaded stays.
    let _ = Url::revoke_object_url(&url);
    let image = opened.ok_or(if told.is_heic { Fault::Heic } else { Fault::NotAPicture })?;
    if told.is_cut_off {
        return Err(Fault::CutOff);
    }
    let turn = match told.webp_orientation {
        Some(orientation) if !turns_webp().await => orientation,
        _ => 1,
    };
    // As it is to be seen: browsers turn a picture as its camera was held.
    let (width, height) = match (image.natural_width(), image.natural_height()) {
        (0, _) | (_, 0) => return Err(Fault::NotAPicture),
        (width, height) if turn > 4 => (height, width),
        size => size,
    };
    not_too_large((width, height))?;
    step(2);
    painted().await;
    let mut made = None;
    for side in SIDES {
        let size = fit(width, height, side);
        let large = drawn(&image, size, turn).ok_or(Fault::NoMemory)?;
        step(3);
        painted().await;
        made = encoded(&large)?.map(|picture| (large, size, picture));
        if made.is_some() {
            break;
        }
    }
    let (large, (width, height), picture) = made.ok_or(Fault::NoMemory)?;
    proof::is_what_was_drawn(&image, &large, &picture).await?;
    step(4);
    painted().await;
    let small = drawn(&large, fit(width, height, SMALL_SIDE), 1).and_then(|small| encoded(&small).ok().flatten());
    Ok(Picture { picture, small, width, height })
}

/// What a file says of itself.
async fn told(file: &File) -> PictureFile {
    if file.size() > MAX_FILE {
        return PictureFile::default();
    }
    // A file that cannot be read cannot be opened either, which is told then.
    let bytes = JsFuture::from(file.array_buffer()).await.map(|bytes| Uint8Array::new(&bytes).to_vec());
    bytes.map(|bytes| look(&bytes)).unwrap_or_default()
}

/// Whether this device opens so many pixels safely.
fn not_too_large((width, height): (u32, u32)) -> Result<(), Fault> {
    let memory = Reflect::get(&window().navigator(), &"deviceMemory".into()).ok().and_then(|memory| memory.as_f64());
    let most = max_pixels(memory);
    match u64::from(width) * u64::from(height) <= most {
        true => Ok(()),
        false => Err(Fault::TooManyPixels(usize::try_from(most / 1_000_000).unwrap_or_default())),
    }
}

/// Whether this browser turns a WebP as its camera was held: Chromium does not. This one is two pixels wide, and turned it is one.
async fn turns_webp() -> bool {
    const LYING: &str = "data:image/webp;base64,UklGRlAAAABXRUJQVlA4WAoAAAAIAAAAAQAAAAAAVlA4TA8AAAAvAQAAAAcQ/Y/+ByKi/wEARVhJRhoAAABNTQAqAAAACAABARIAAwAAAAEABgAAAAAAAA==";
    opened(LYING).await.is_some_and(|image| image.natural_width() == 1)
}

/// An image or a canvas on a canvas of this size, turned as this orientation of Exif says (1 is upright).
fn drawn(source: &JsValue, (width, height): (u32, u32), turn: u8) -> Option<HtmlCanvasElement> {
    let (canvas, context) = canvas(width, height)?;
    // JPEG knows no transparency: what shines through is paper.
    context.set_fill_style_str("white");
    let (width, height) = (f64::from(width), f64::from(height));
    context.fill_rect(0.0, 0.0, width, height);
    // A browser that does not know it scales as it always does.
    let _ = Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    let [a, b, c, d, e, f] = match turn {
        2 => [-1.0, 0.0, 0.0, 1.0, width, 0.0],
        3 => [-1.0, 0.0, 0.0, -1.0, width, height],
        4 => [1.0, 0.0, 0.0, -1.0, 0.0, height],
        5 => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        6 => [0.0, 1.0, -1.0, 0.0, width, 0.0],
        7 => [0.0, -1.0, -1.0, 0.0, width, height],
        8 => [0.0, -1.0, 1.0, 0.0, 0.0, height],
        _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    };
    context.set_transform(a, b, c, d, e, f).ok()?;
    let (width, height) = if turn > 4 { (height, width) } else { (width, height) };
    put(&context, source, width, height).map(|()| canvas)
}

/// A canvas as JPEG, as good as is small enough; nothing where none is. A browser without memory for it gives something else.
fn encoded(canvas: &HtmlCanvasElement) -> Result<Option<Address>, Fault> {
    for quality in QUALITIES {
        let made = canvas.to_data_url_with_type_and_encoder_options("image/jpeg", &JsValue::from_f64(quality));
        // It gives none of a drawing with pages of others in it.
        let made = Address::try_from(made.map_err(|_| Fault::NotAPicture)?).map_err(|_| Fault::NoMemory)?;
        if made.as_str().len() <= MAX {
            return Ok(Some(made));
        }
    }
    Ok(None)
}
