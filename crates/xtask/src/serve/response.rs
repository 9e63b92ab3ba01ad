//! From a path to a file below the directory, and to an answer.

use super::Caching;
use super::headers;
use super::mime;
use super::request::{Accepts, Method, Request};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is served.
#[derive(Debug)]
pub(super) struct Site {
    /// Canonical, so that a link that leads out of it can be told.
    pub(super) directory: PathBuf,
    /// The path below which the directory appears; begins and ends with a slash.
    pub(super) prefix: String,
    pub(super) caching: Caching,
    pub(super) headers: Vec<(&'static str, String)>,
    /// What stands in the pages for a word that only the server knows.
    pub(super) filled_in: Option<(&'static str, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Ok,
    MovedPermanently,
    BadRequest,
    NotFound,
    MethodNotAllowed,
    TooLarge,
}

impl Status {
    fn line(self) -> &'static str {
        match self {
            Self::Ok => "200 OK",
            Self::MovedPermanently => "301 Moved Permanently",
            Self::BadRequest => "400 Bad Request",
            Self::NotFound => "404 Not Found",
            Self::MethodNotAllowed => "405 Method Not Allowed",
            Self::TooLarge => "431 Request Header Fields Too Large",
        }
    }
}

/// An answer.
#[derive(Debug)]
pub(super) struct Response {
    status: Status,
    content_type: &'static str,
    cache: &'static str,
    encoding: Option<&'static str>,
    location: Option<String>,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    with_body: bool,
}

impl Site {
    pub(super) fn answer(&self, request: &Request) -> Response {
        let response = match request.method {
            Method::Other => Response::plain(Status::MethodNotAllowed),
            Method::Get | Method::Head => {
                self.find(&request.path, request.accepts).unwrap_or_else(|| Response::plain(Status::NotFound))
            }
        };
        let headers = self.headers.clone();
        Response { with_body: request.method != Method::Head, headers, ..response }
    }

    fn find(&self, path: &str, accepts: Accepts) -> Option<Response> {
        if format!("{path}/") == self.prefix {
            return Some(Response::moved(&self.prefix));
        }
        let below = path.strip_prefix(&self.prefix)?;
        let mut file = self.directory.clone();
        for part in below.split('/').filter(|part| !part.is_empty()) {
            // No way up, no hidden file, no second separator, no drive.
            if part.starts_with('.') || part.contains(['\\', ':', '\0']) {
                return None;
            }
            file.push(part);
        }
        if file.is_dir() {
            file.push("index.html");
            if file.is_file() && !path.ends_with('/') {
                return Some(Response::moved(&format!("{path}/")));
            }
        } else if path.ends_with('/') {
            return None;
        }
        // A symbolic link may not lead out of the directory.
        let file = file.canonicalize().ok().filter(|file| file.starts_with(&self.directory))?;
        let name = file.file_name()?.to_str()?;
        let forever = self.caching == Caching::ByName && headers::has_hash(name);
        let (content_type, cache) =
            (mime::of(name), if forever { headers::FOREVER } else { headers::ASK_AGAIN });
        if let Some((word, value)) = self.filled_in.as_ref().filter(|_| name.ends_with(".html")) {
            let body = fs::read_to_string(&file).ok()?.replace(word, value).into_bytes();
            return Some(Response { content_type, cache, body, ..Response::plain(Status::Ok) });
        }
        let (encoding, body) = match self.encoded(&file, accepts) {
            Some((encoding, body)) => (Some(encoding), body),
            None => (None, fs::read(&file).ok()?),
        };
        Some(Response { content_type, cache, encoding, body, ..Response::plain(Status::Ok) })
    }

    /// The file as the build has compressed it, if the client takes it so.
    fn encoded(&self, file: &Path, accepts: Accepts) -> Option<(&'static str, Vec<u8>)> {
        let read = |ending: &str| {
            let mut name = file.as_os_str().to_owned();
            name.push(ending);
            let beside = Path::new(&name).canonicalize().ok()?;
            fs::read(beside.starts_with(&self.directory).then_some(beside)?).ok()
        };
        let brotli = || Some(("br", read(".br").filter(|_| accepts.brotli)?));
        let gzip = || Some(("gzip", read(".gz").filter(|_| accepts.gzip)?));
        brotli().or_else(gzip)
    }
}

impl Response {
    /// An answer that only says its status.
    pub(super) fn plain(status: Status) -> Self {
        let body = format!("{}\n", status.line()).into_bytes();
        Self {
            status,
            content_type: mime::TEXT,
            cache: headers::ASK_AGAIN,
            encoding: None,
            location: None,
            headers: Vec::new(),
            body,
            with_body: true,
        }
    }

    fn moved(to: &str) -> Self {
        // A path that was decoded may hold what a header may not.
        let safe = to.bytes().all(|byte| byte.is_ascii_graphic()) && !to.starts_with("//");
        let location = safe.then(|| to.to_owned());
        let status = if safe { Status::MovedPermanently } else { Status::NotFound };
        Self { location, ..Self::plain(status) }
    }

    pub(super) fn write(&self, to: &mut impl Write, keep_open: bool) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {}\r\n", self.status.line());
        let length = self.body.len().to_string();
        let connection = if keep_open { "keep-alive" } else { "close" };
        let own = [
            ("Content-Type", self.content_type),
            ("Content-Length", &length),
            ("Cache-Control", self.cache),
            ("Connection", connection),
            // Another client may take another encoding of the same file.
            ("Vary", "Accept-Encoding"),
        ];
        let encoding = self.encoding.map(|encoding| ("Content-Encoding", encoding));
        let location = self.location.as_deref().map(|to| ("Location", to));
        let allow = (self.status == Status::MethodNotAllowed).then_some(("Allow", "GET, HEAD"));
        let of_site = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in own.into_iter().chain(encoding).chain(location).chain(allow).chain(of_site) {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        to.write_all(head.as_bytes())?;
        if self.with_body { to.write_all(&self.body) } else { Ok(()) }
    }
}
