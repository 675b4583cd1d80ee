//! Whether what a browser gives of a picture is that picture. Some give noise or white instead, against being recognised by what they
//! draw; some give nothing where their memory ends, and say so nowhere.

use super::canvas::{canvas, opened, put};
use crate::domain::picture::Address;
use crate::domain::problem::Fault;
use wasm_bindgen::JsValue;
use web_sys::{HtmlCanvasElement, HtmlImageElement};

/// How many pixels a side are compared, of both made that small.
const SIDE: u32 = 8;

/// By how much they may differ on average, of 255: JPEG loses a little, and some browsers change the last bit of each colour.
const TOLERANCE: u32 = 16;

/// Compares what was made ready with what was drawn, and that with the picture that was opened.
pub(super) async fn is_what_was_drawn(
    image: &HtmlImageElement,
    large: &HtmlCanvasElement,
    made: &Address,
) -> Result<(), Fault> {
    if !reads_pixels() {
        return Err(Fault::Altered);
    }
    // Nothing at all is seen of an image for which there was no memory.
    let original = pixels(image).ok_or(Fault::NoMemory)?;
    if original.chunks(4).all(|pixel| pixel[3] == 0) {
        return Err(Fault::NoMemory);
    }
    let there = opened(made.as_str()).await.ok_or(Fault::NoMemory)?;
    let (drawn, there) = pixels(large).zip(pixels(&there)).ok_or(Fault::NoMemory)?;
    let apart: u32 = drawn.iter().zip(&there).map(|(one, other)| u32::from(one.abs_diff(*other))).sum();
    if apart > TOLERANCE * SIDE * SIDE * 4 { Err(Fault::Altered) } else { Ok(()) }
}

/// An image or a canvas as a few pixels: red, green, blue and opacity of each.
fn pixels(source: &JsValue) -> Option<Vec<u8>> {
    let (_, context) = canvas(SIDE, SIDE)?;
    put(&context, source, SIDE.into(), SIDE.into())?;
    Some(context.get_image_data(0.0, 0.0, SIDE.into(), SIDE.into()).ok()?.data().0)
}

/// Whether pixels are read as they were drawn: four of known colours.
fn reads_pixels() -> bool {
    let colours = [("#f00", [255, 0, 0]), ("#0f0", [0, 255, 0]), ("#00f", [0, 0, 255]), ("#000", [0, 0, 0])];
    let read = || {
        let (_, context) = canvas(4, 1)?;
        for (at, (colour, _)) in (0..).zip(colours) {
            context.set_fill_style_str(colour);
            context.fill_rect(f64::from(at), 0.0, 1.0, 1.0);
        }
        Some(context.get_image_data(0.0, 0.0, 4.0, 1.0).ok()?.data().0)
    };
    let near = |pixel: &[u8], colour: [u8; 3]| pixel.iter().zip(colour).all(|(one, other)| one.abs_diff(other) <= 8);
    read().is_some_and(|read| read.chunks(4).zip(colours).all(|(pixel, (_, colour))| near(pixel, colour)))
}
