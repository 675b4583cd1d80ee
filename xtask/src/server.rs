//! A static file server as plain as the hosts we build for: files, `name.html`
//! for `name`, the compressed file beside each, and `404.html` with status 404
//! for the rest.

use anyhow::{Result, anyhow};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use tiny_http::{Header, Request, Response, Server};

/// How many requests are answered at the same time.
const WORKERS: usize = 8;

/// A built site and the path it is served under.
pub struct Site {
    /// Begins and ends with `/`.
    pub base: String,
    /// The folder of its files.
    pub root: PathBuf,
}

/// A server that runs until the process ends.
pub struct Running {
    pub port: u16,
    workers: Vec<JoinHandle<()>>,
}

impl Running {
    /// Serves until it is interrupted.
    pub fn wait(self) -> Result<()> {
        for worker in self.workers {
            worker.join().map_err(|_| anyhow!("a worker of the server ended"))?;
        }
        Ok(())
    }
}

/// Serves the sites on loopback; port 0 lets the system choose one.
pub fn start(port: u16, mut sites: Vec<Site>) -> Result<Running> {
    sites.sort_by_key(|site| std::cmp::Reverse(site.base.len()));
    let server = Arc::new(Server::http(("127.0.0.1", port)).map_err(|e| anyhow!("port {port} of 127.0.0.1: {e}"))?);
    let sites = Arc::new(sites);
    let port = server.server_addr().to_ip().map_or(port, |a| a.port());
    let workers = (0..WORKERS)
        .map(|_| {
            let (server, sites) = (Arc::clone(&server), Arc::clone(&sites));
            std::thread::spawn(move || {
                for request in server.incoming_requests() {
                    // The reader went away: nobody is left to tell.
                    let _ = answer(request, &sites);
                }
            })
        })
        .collect();
    Ok(Running { port, workers })
}

fn answer(request: Request, sites: &[Site]) -> std::io::Result<()> {
    let path = request.url().split(['?', '#']).next().unwrap_or("/").to_owned();
    let Some(site) = sites.iter().find(|site| path.starts_with(&site.base)) else {
        return request.respond(Response::from_string("not found").with_status_code(404));
    };
    let asked = &path[site.base.len()..];
    let inside = !asked.split('/').any(|part| part == "..");
    let mut file = site.root.join(if asked.is_empty() { "index.html" } else { asked });
    if !file.is_file() {
        file = site.root.join(format!("{asked}.html"));
    }
    let mut status = 200;
    if !inside || !file.is_file() {
        file = site.root.join("404.html");
        status = 404;
    }
    let accepts = |coding: &str| {
        request.headers().iter().any(|h| h.field.equiv("accept-encoding") && h.value.as_str().contains(coding))
    };
    let mut headers = vec![
        header("content-type", mime(&file)),
        header("cache-control", "no-cache"),
        header("x-content-type-options", "nosniff"),
    ];
    let mut body = file.clone();
    for (coding, ending) in [("br", "br"), ("gzip", "gz")] {
        let packed = PathBuf::from(format!("{}.{ending}", file.display()));
        if accepts(coding) && packed.is_file() {
            headers.push(header("content-encoding", coding));
            body = packed;
            break;
        }
    }
    let mut response = Response::from_data(fs::read(body)?).with_status_code(status);
    for header in headers {
        response.add_header(header);
    }
    request.respond(response)
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("our own header is ASCII")
}

fn mime(file: &std::path::Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("md") => "text/markdown; charset=utf-8",
        _ => "application/octet-stream",
    }
}
