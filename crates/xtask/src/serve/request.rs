//! The head of an HTTP/1.1 request: as much as a static server needs, bounded in bytes and in time.

use super::response::Status;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// More than any browser sends.
const MOST_BYTES: usize = 16 * 1024;

/// What a client asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: Method,
    /// The path, percent-decoded, without the query.
    pub(super) path: String,
    /// Whether the client wants to send more on this connection.
    pub(super) keep_open: bool,
    pub(super) accepts: Accepts,
}

/// The encodings that the client takes, of those in which the site has its files.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Accepts {
    pub(super) brotli: bool,
    pub(super) gzip: bool,
}

impl Accepts {
    /// Reads `Accept-Encoding`; what has the weight 0 is refused.
    fn read(value: &str) -> Self {
        let taken = |name: &str| {
            value.split(',').any(|part| {
                let (coding, weight) = part.split_once(';').unwrap_or((part, ""));
                let refused =
                    weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0_f32));
                coding.trim().eq_ignore_ascii_case(name) && !refused
            })
        };
        Self { brotli: taken("br"), gzip: taken("gzip") }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Head,
    Other,
}

/// Why there is no request to answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The client is gone, or took too long.
    Closed,
    /// It sent something that is no request.
    Bad(Status),
}

impl Request {
    /// Reads one head; the client has so much time for the whole of it.
    pub(super) fn read(reader: &mut BufReader<TcpStream>, patience: Duration) -> Result<Self, Problem> {
        let deadline = Instant::now() + patience;
        let mut head = Vec::new();
        while !is_whole(&head) {
            // A time-out of zero would mean none at all.
            let left = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            reader.get_ref().set_read_timeout(Some(left)).map_err(|_| Problem::Closed)?;
            let arrived = reader.fill_buf().map_err(|_| Problem::Closed)?;
            let mut taken = 0;
            for byte in arrived {
                head.push(*byte);
                taken += 1;
                if is_whole(&head) {
                    break;
                }
            }
            reader.consume(taken);
            if taken == 0 || Instant::now() >= deadline {
                return Err(Problem::Closed);
            }
            if head.len() > MOST_BYTES {
                return Err(Problem::Bad(Status::TooLarge));
            }
        }
        let head = String::from_utf8(head).map_err(|_| Problem::Bad(Status::BadRequest))?;
        Self::parse(&head).ok_or(Problem::Bad(Status::BadRequest))
    }

    fn parse(head: &str) -> Option<Self> {
        let mut lines = head.trim_start().lines();
        let mut words = lines.next()?.split(' ');
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        if words.next().is_some() || !target.starts_with('/') || !version.starts_with("HTTP/1.") {
            return None;
        }
        let method = match method {
            "GET" => Method::Get,
            "HEAD" => Method::Head,
            _ => Method::Other,
        };
        let headers: Vec<_> = lines.filter_map(|line| line.split_once(':')).collect();
        let value_of = |wanted: &str| {
            headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
        };
        let close = value_of("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
        let accepts = value_of("accept-encoding").map(Accepts::read).unwrap_or_default();
        // What follows the head of another method is not read, so the connection cannot go on.
        let keep_open = version == "HTTP/1.1" && !close && method != Method::Other;
        let path = target.split(['?', '#']).next()?;
        Some(Self { method, path: decode(path)?, keep_open, accepts })
    }
}

/// Whether the empty line that ends a head has come.
fn is_whole(head: &[u8]) -> bool {
    head.ends_with(b"\r\n\r\n") || head.ends_with(b"\n\n")
}

/// Percent-decodes a path; `None` when it is malformed or not UTF-8.
fn decode(path: &str) -> Option<String> {
    let mut bytes = path.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let (high, low) = (digit(bytes.next()?)?, digit(bytes.next()?)?);
        decoded.push(high << 4 | low);
    }
    String::from_utf8(decoded).ok()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_decoded_and_loses_its_query() {
        let request = Request::parse("GET /a%20b/%C3%A9.js?x=1 HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let accepts = Accepts::default();
        let path = "/a b/é.js".to_owned();
        assert_eq!(request, Request { method: Method::Get, path, keep_open: true, accepts });
    }

    #[test]
    fn what_the_client_takes_is_read_and_a_weight_of_nothing_refuses() {
        let read = |value: &str| {
            let Accepts { brotli, gzip } = Accepts::read(value);
            (brotli, gzip)
        };
        assert_eq!(read("gzip, deflate, br, zstd"), (true, true));
        assert_eq!(read("BR;q=1.0, gzip;q=0"), (true, false));
        assert_eq!(read("gzip ; q=0.000"), (false, false));
        assert_eq!(read("identity, brotli, x-gzip"), (false, false));
        let head = "GET / HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n";
        assert!(Request::parse(head).unwrap().accepts.gzip);
    }

    #[test]
    fn a_connection_stays_open_only_where_both_sides_know_where_the_next_request_begins() {
        let keep = |head| Request::parse(head).unwrap().keep_open;
        assert!(keep("HEAD / HTTP/1.1\r\n\r\n"));
        assert!(!keep("GET / HTTP/1.0\r\n\r\n"));
        assert!(!keep("GET / HTTP/1.1\r\nconnection: Close\r\n\r\n"));
        assert!(!keep("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n"));
    }

    #[test]
    fn what_is_no_request_is_refused() {
        for head in [
            "",
            "GET\r\n\r\n",
            "GET / \r\n x y",
            "GET x HTTP/1.1\r\n\r\n",
            "GET /%zz HTTP/1.1\r\n\r\n",
            "GET /%ff HTTP/1.1\r\n\r\n",
        ] {
            assert_eq!(Request::parse(head), None, "{head:?}");
        }
    }
}
