//! Requests, with a limit of time.

use crate::platform::http::{Body, Credentials, Method, Request, Response, TransportError};
use gloo_net::http::{Headers, RequestBuilder};
use js_sys::{Array, Uint8Array};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, Blob, BlobPropertyBag, FormData, RequestCredentials, RequestRedirect};

/// Sends a request and waits for the whole answer, as long as the request says.
pub async fn fetch(request: Request) -> Result<Response, TransportError> {
    let unreachable = |_: JsValue| TransportError::Unreachable;
    let controller = AbortController::new().map_err(unreachable)?;
    let is_late = Rc::new(Cell::new(false));
    let answer = answered(&request, &controller);
    let limit = i32::try_from(request.timeout.saturating_mul(1000)).unwrap_or(i32::MAX);
    let give_up = {
        let (is_late, controller) = (Rc::clone(&is_late), controller.clone());
        // JavaScript owns it: a request that nobody waits for any more is dropped, and its timer still runs.
        Closure::once_into_js(move || {
            is_late.set(true);
            controller.abort();
        })
    };
    let window = web_sys::window().ok_or(TransportError::Unreachable)?;
    let timer = window.set_timeout_with_callback_and_timeout_and_arguments_0(give_up.unchecked_ref(), limit);
    let answer = answer.await;
    if let Ok(timer) = timer {
        window.clear_timeout_with_handle(timer);
    }
    answer.map_err(|()| if is_late.get() { TransportError::TimedOut } else { TransportError::Unreachable })
}

async fn answered(request: &Request, controller: &AbortController) -> Result<Response, ()> {
    let headers = web_sys::Headers::new().map_err(drop)?;
    for (name, value) in &request.headers {
        // What stands in a profile need not be a header.
        headers.set(name, value).map_err(drop)?;
    }
    let mut builder = RequestBuilder::new(&request.url)
        .method(method(request.method))
        .headers(Headers::from_raw(headers))
        .abort_signal(Some(&controller.signal()))
        .credentials(match request.credentials {
            Credentials::Omit => RequestCredentials::Omit,
            Credentials::Include => RequestCredentials::Include,
        });
    if !matches!(request.method, Method::Get | Method::Head) {
        // A redirect would turn what is written into a question, and the answer would look like success.
        builder = builder.redirect(RequestRedirect::Error);
    }
    let mut built = match body(&request.body).map_err(drop)? {
        Some(body) => builder.body(body),
        None => builder.build(),
    }
    .map_err(drop)?;
    if outlives_its_page(request) {
        let init = web_sys::RequestInit::new();
        // web-sys has no setter for it yet.
        js_sys::Reflect::set(&init, &"keepalive".into(), &true.into()).map_err(drop)?;
        let raw = web_sys::Request::from(built);
        built = web_sys::Request::new_with_request_and_init(&raw, &init).map_err(drop)?.into();
    }
    let answer = built.send().await.map_err(drop)?;
    let headers = answer.headers().entries().collect();
    let status = answer.status();
    Ok(Response { status, headers, text: answer.text().await.map_err(drop)? })
}

/// Whether the browser is to send it to its end when its page is left meanwhile: what is written must not be
/// lost to a reload. All bodies that are so on their way may have 64 KiB together (the Fetch standard), and one more
/// is refused; several of ours have room in that.
fn outlives_its_page(request: &Request) -> bool {
    const MAX_BYTES: usize = 8 * 1024;
    match (&request.method, &request.body) {
        (Method::Get | Method::Head, _) => false,
        (_, Body::None) => true,
        (_, Body::Json(text)) => text.len() <= MAX_BYTES,
        (_, Body::File(_) | Body::Form(..)) => false,
    }
}

fn method(method: Method) -> gloo_net::http::Method {
    match method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Head => gloo_net::http::Method::HEAD,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Patch => gloo_net::http::Method::PATCH,
        Method::Delete => gloo_net::http::Method::DELETE,
    }
}

fn body(body: &Body) -> Result<Option<JsValue>, JsValue> {
    let blob = |bytes: &[u8], media_type: &str| {
        let kind = BlobPropertyBag::new();
        kind.set_type(media_type);
        Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &kind)
    };
    Ok(match body {
        Body::None => None,
        Body::Json(text) => Some(text.into()),
        Body::File(file) => Some(blob(&file.bytes, &file.media_type)?.into()),
        Body::Form(fields, part, file) => {
            let form = FormData::new()?;
            for (name, value) in fields {
                form.append_with_str(name, value)?;
            }
            form.append_with_blob_and_filename(part, &blob(&file.bytes, &file.media_type)?, &file.name)?;
            Some(form.into())
        }
    })
}
