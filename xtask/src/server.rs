//! A static file server as plain as the hosts we build for: files, `name.html`
//! for `name`, the compressed file beside each, and `404.html` with status 404
//! for the rest.

use anyhow::{Context, Result};
use axum::Router;
use axum::http::{HeaderValue, Request, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use std::path::PathBuf;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tower_http::services::{ServeDir, ServeFile};

/// A built site and the path it is served under.
pub struct Site {
    /// Begins and ends with `/`.
    pub base: String,
    /// The folder of its files.
    pub root: PathBuf,
}

/// A server that runs until it is dropped or the process ends.
pub struct Running {
    pub port: u16,
    runtime: Runtime,
}

impl Running {
    /// Serves until it is interrupted.
    pub fn wait(self) {
        self.runtime.block_on(std::future::pending::<()>());
    }
}

/// A port of loopback that nobody else can have any more. Who asks there waits until something is served.
pub struct Port {
    /// Its number.
    pub number: u16,
    listener: TcpListener,
    runtime: Runtime,
}

impl Port {
    /// Takes this port; 0 lets the system choose one.
    pub fn take(number: u16) -> Result<Self> {
        let runtime = Runtime::new()?;
        let listener = runtime
            .block_on(TcpListener::bind(("127.0.0.1", number)))
            .with_context(|| format!("port {number} of 127.0.0.1 cannot be had; --port takes another"))?;
        Ok(Self { number: listener.local_addr()?.port(), listener, runtime })
    }

    /// Serves the sites on it.
    pub fn serve(self, sites: Vec<Site>) -> Running {
        let Self { number: port, listener, runtime } = self;
        let mut router = Router::new();
        for site in sites {
            let files = serve(&site.root);
            router = match site.base.trim_end_matches('/') {
                "" => router.fallback_service(files),
                base => router.nest_service(base, files),
            };
        }
        let router = router.layer(from_fn(plain_headers));
        runtime.spawn(async move { axum::serve(listener, router).await });
        Running { port, runtime }
    }
}

/// Serves the sites on a port that the system chooses.
pub fn start(sites: Vec<Site>) -> Result<Running> {
    Ok(Port::take(0)?.serve(sites))
}

fn serve(root: &std::path::Path) -> Router {
    let not_found = ServeFile::new(root.join("404.html")).precompressed_br().precompressed_gzip();
    let files = ServeDir::new(root).precompressed_br().precompressed_gzip().not_found_service(not_found);
    let root = root.to_owned();
    Router::new().fallback_service(files).layer(from_fn(move |request, next| page_file(root.clone(), request, next)))
}

/// Answers `/topics` with `topics.html`.
async fn page_file(root: PathBuf, mut request: Request<axum::body::Body>, next: Next) -> Response {
    let page = format!("{}.html", request.uri().path().trim_end_matches('/'));
    let is_page = !page.contains("..") && root.join(page.trim_start_matches('/')).is_file();
    if let Some(uri) = is_page.then(|| page.parse::<Uri>().ok()).flatten() {
        *request.uri_mut() = uri;
    }
    next.run(request).await
}

async fn plain_headers(request: Request<axum::body::Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    // Widgets on the pages of other hosts may have everything, as from most hosts for static sites.
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    use super::Port;

    #[test]
    fn a_port_is_one_commands_alone() {
        let first = Port::take(0).expect("the system has a port");
        let second = Port::take(first.number).err().map(|error| format!("{error:#}"));
        assert!(
            second.is_some_and(|why| why.starts_with(&format!("port {} of 127.0.0.1 cannot be had", first.number)))
        );
        let other = Port::take(0).expect("the system has another");
        assert_ne!(first.number, other.number);
    }
}
