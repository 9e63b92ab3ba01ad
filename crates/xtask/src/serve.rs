//! A static server for one directory, on this machine only: what the page needs of a host, with the
//! headers that a real host should set, and nothing more.
//!
//! Each connection has a thread and a time limit, so that a slow one holds up nobody.

mod headers;
mod mime;
mod request;
mod response;

use crate::arguments::ServerArguments;
use crate::failure::{Failure, Result};
use request::{Problem, Request};
use response::{Response, Site};
use std::io::{self, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The ports that are tried first, so that the addresses (and what a browser remembers of them) stay the same.
const PREFERRED_PORT: u16 = 8417;
const PREFERRED_PORT_OF_DOCS: u16 = 8418;
/// What stands for the playground's address in a page that embeds it.
const PLACE_OF_PLAYGROUND: &str = "{{playground}}";
/// Connections at the same time; a browser opens six.
const MOST_CONNECTIONS: usize = 256;
/// How long a client may take to send a request, and to take an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where and how to serve.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    port: Option<u16>,
    prefix: String,
    caching: Caching,
}

/// Whether browsers may keep files whose name holds a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caching {
    /// For ever: another content has another name.
    ByName,
    /// Not at all: files change under the same name.
    Never,
}

impl Options {
    pub(crate) fn new(arguments: &ServerArguments) -> Self {
        let prefix = match arguments.prefix.trim_matches('/') {
            "" => "/".to_owned(),
            prefix => format!("/{prefix}/"),
        };
        Self { port: arguments.port, prefix, caching: Caching::ByName }
    }

    pub(crate) fn without_caching(self) -> Self {
        Self { caching: Caching::Never, ..self }
    }
}

/// A server that has its port.
#[derive(Debug)]
pub(crate) struct Server {
    listener: TcpListener,
    address: SocketAddr,
    site: Arc<Site>,
}

impl Server {
    /// Takes the port that was asked for; if none was, the preferred one or any that is free.
    pub(crate) fn bind(directory: &Path, options: &Options) -> Result<Self> {
        let site = Site {
            directory: canonical(directory)?,
            prefix: options.prefix.clone(),
            caching: options.caching,
            headers: headers::SECURITY.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
            filled_in: None,
        };
        Self::listen(site, options.port, PREFERRED_PORT)
    }

    /// A site that embeds the playground which another server serves; on another port, which is another origin.
    pub(crate) fn bind_docs(directory: &Path, playground: &Self) -> Result<Self> {
        let site = Site {
            directory: canonical(directory)?,
            prefix: "/".to_owned(),
            caching: Caching::Never,
            headers: headers::of_host(&format!("http://{}", playground.address)),
            filled_in: Some((PLACE_OF_PLAYGROUND, playground.address())),
        };
        Self::listen(site, None, PREFERRED_PORT_OF_DOCS)
    }

    fn listen(site: Site, port: Option<u16>, preferred: u16) -> Result<Self> {
        let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let listener = match port {
            Some(port) => bind(port),
            None => bind(preferred).or_else(|_| bind(0)),
        };
        let failure =
            |error| Failure::new(STEP, error, "choose another port with `--port N`, or leave the option out");
        let listener = listener.map_err(failure)?;
        let address = listener.local_addr().map_err(failure)?;
        Ok(Self { listener, address, site: Arc::new(site) })
    }

    /// The address of the page.
    pub(crate) fn address(&self) -> String {
        format!("http://{}{}", self.address, self.site.prefix)
    }

    /// Serves until the program ends.
    pub(crate) fn run(&self) {
        let open = Arc::new(AtomicUsize::new(0));
        for stream in self.listener.incoming().flatten() {
            if open.load(Ordering::Relaxed) >= MOST_CONNECTIONS {
                continue;
            }
            let guard = Guard::new(&open);
            let site = Arc::clone(&self.site);
            let answer = move || {
                let _guard = guard;
                // A client that went away or broke off is its own affair.
                drop(converse(&site, stream));
            };
            drop(std::thread::Builder::new().spawn(answer));
        }
    }
}

const STEP: &str = "serve the site";

fn canonical(directory: &Path) -> Result<PathBuf> {
    directory.canonicalize().map_err(|error| {
        let cause = format!("`{}`: {error}", directory.display());
        Failure::new(STEP, cause, "build the site first: `cargo xtask build`")
    })
}

/// Counts a connection for as long as it lives.
struct Guard(Arc<AtomicUsize>);

impl Guard {
    fn new(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(open))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Answers the requests of one connection until either side closes it.
fn converse(site: &Site, mut stream: TcpStream) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let (response, keep_open) = match Request::read(&mut reader, PATIENCE) {
            Ok(request) => (site.answer(&request), request.keep_open),
            Err(Problem::Closed) => return Ok(()),
            Err(Problem::Bad(status)) => (Response::plain(status), false),
        };
        response.write(&mut stream, keep_open)?;
        stream.flush()?;
        if !keep_open {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests;
