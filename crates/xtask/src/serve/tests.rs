//! The server, asked over a real connection.

use super::*;
use std::fs;
use std::io::Read;

struct Running {
    address: SocketAddr,
    directory: PathBuf,
}

impl Server {
    fn listen_in_background(self) -> SocketAddr {
        let address = self.address;
        std::thread::spawn(move || self.run());
        address
    }
}

impl Running {
    /// A server on a free port, below a prefix, of a directory with a few files.
    fn start(name: &str, prefix: &str) -> Self {
        let directory = std::env::temp_dir().join(format!("xtask-serve-{name}-{}", std::process::id()));
        fs::create_dir_all(directory.join("site/deep")).unwrap();
        fs::write(directory.join("secret"), "no").unwrap();
        fs::write(directory.join("site/.hidden"), "no").unwrap();
        fs::write(directory.join("site/index.html"), "<p>home").unwrap();
        fs::write(directory.join("site/deep/index.html"), "<p>deep").unwrap();
        fs::write(directory.join("site/app-0123456789abcdef_bg.wasm"), "\0asm").unwrap();
        fs::write(directory.join("site/app-0123456789abcdef_bg.wasm.br"), "as brotli").unwrap();
        fs::write(directory.join("site/app-0123456789abcdef_bg.wasm.gz"), "as gzip").unwrap();
        let options = Options { port: Some(0), prefix: prefix.to_owned(), caching: Caching::ByName };
        let server = Server::bind(&directory.join("site"), &options).unwrap();
        Self { address: server.listen_in_background(), directory }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    /// Sends one request on a connection of its own, and returns all that comes back.
    fn ask(&self, method: &str, path: &str) -> String {
        self.ask_with(method, path, "")
    }

    fn ask_with(&self, method: &str, path: &str, header: &str) -> String {
        let mut stream = self.connect();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: x\r\n{header}Connection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.directory));
    }
}

#[test]
fn a_file_comes_compressed_to_those_who_take_it_so() {
    let server = Running::start("encodings", "/");
    let ask = |header: &str| server.ask_with("GET", "/app-0123456789abcdef_bg.wasm", header);
    let brotli = ask("Accept-Encoding: gzip, br\r\n");
    assert!(brotli.contains("\r\nContent-Encoding: br\r\n") && brotli.ends_with("as brotli"), "{brotli}");
    assert!(brotli.contains("\r\nContent-Type: application/wasm\r\n"), "{brotli}");
    assert!(brotli.contains("\r\nVary: Accept-Encoding\r\n"), "{brotli}");
    let gzip = ask("accept-encoding: gzip;q=0.5\r\n");
    assert!(gzip.contains("\r\nContent-Encoding: gzip\r\n") && gzip.ends_with("as gzip"), "{gzip}");
    let plain = ask("");
    assert!(!plain.contains("Content-Encoding") && plain.ends_with("\0asm"), "{plain}");
    let page = server.ask_with("GET", "/", "Accept-Encoding: br\r\n");
    assert!(!page.contains("Content-Encoding") && page.ends_with("<p>home"), "{page}");
}

#[test]
fn files_come_with_their_type_their_caching_and_the_security_headers() {
    let server = Running::start("files", "/");
    let page = server.ask("GET", "/");
    assert!(
        page.starts_with(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 7\r\n"
        ),
        "{page}"
    );
    assert!(page.ends_with("\r\n\r\n<p>home"), "{page}");
    assert!(page.contains("Cache-Control: no-cache\r\n"));
    for (name, value) in headers::SECURITY {
        assert!(page.contains(&format!("\r\n{name}: {value}\r\n")), "{name}");
    }
    let module = server.ask("GET", "/app-0123456789abcdef_bg.wasm?v=1");
    assert!(module.contains("Content-Type: application/wasm\r\n"));
    assert!(module.contains("Cache-Control: public, max-age=31536000, immutable\r\n"));
}

#[test]
fn a_site_that_embeds_the_playground_knows_its_address_and_allows_it_alone() {
    let playground = Running::start("playground", "/any/path/");
    let options = Options { port: Some(0), prefix: "/any/path/".to_owned(), caching: Caching::ByName };
    let directory = playground.directory.join("site");
    let server = Server::bind(&directory, &options).unwrap();
    fs::write(directory.join("docs.html"), "<script src={{playground}}x.js>").unwrap();
    fs::write(directory.join("docs.json"), "{{playground}}").unwrap();
    let docs = Server::bind_docs(&directory, &server).unwrap();
    let (address, origin) = (server.address(), format!("http://{}", server.address));
    let docs = Running { address: docs.listen_in_background(), directory: playground.directory.clone() };
    let page = docs.ask("GET", "/docs.html");
    assert!(page.ends_with(&format!("<script src={address}x.js>")), "{page}");
    assert!(page.contains(&format!("script-src 'self' {origin}; frame-src {origin};")), "{page}");
    assert!(docs.ask("GET", "/docs.json").ends_with("{{playground}}"), "only pages are filled in");
}

#[test]
fn head_is_answered_without_a_body() {
    let server = Running::start("head", "/");
    let answer = server.ask("HEAD", "/");
    assert!(answer.contains("Content-Length: 7\r\n"));
    assert!(answer.ends_with("\r\n\r\n"));
}

#[test]
fn no_path_leads_out_of_the_directory_or_to_hidden_files() {
    let server = Running::start("paths", "/");
    #[cfg(unix)]
    std::os::unix::fs::symlink(server.directory.join("secret"), server.directory.join("site/link")).unwrap();
    for path in [
        "/../secret",
        "/deep/../../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "/..%5csecret",
        "/.hidden",
        "/link",
        "/none",
        "/index.html/",
    ] {
        let answer = server.ask("GET", path);
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
    }
}

#[test]
fn other_methods_and_malformed_requests_are_refused() {
    let server = Running::start("methods", "/");
    let answer = server.ask("POST", "/");
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
    assert!(answer.contains("\r\nAllow: GET, HEAD\r\n"));
    assert!(server.ask("GET", "nowhere").starts_with("HTTP/1.1 400 "));
    let long = format!("/{}", "a".repeat(20_000));
    let mut stream = server.connect();
    drop(write!(stream, "GET {long} HTTP/1.1\r\n\r\n"));
    let mut status = [0; 12];
    stream.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 431");
}

#[test]
fn a_site_below_a_prefix_is_found_there_and_only_there() {
    let server = Running::start("prefix", "/docs/kms/");
    assert!(server.ask("GET", "/docs/kms/").ends_with("<p>home"));
    assert!(server.ask("GET", "/docs/kms").contains("\r\nLocation: /docs/kms/\r\n"));
    assert!(server.ask("GET", "/docs/kms/deep").contains("\r\nLocation: /docs/kms/deep/\r\n"));
    assert!(server.ask("GET", "/docs/kms/deep/").ends_with("<p>deep"));
    assert!(server.ask("GET", "/").starts_with("HTTP/1.1 404 "));
}

#[test]
fn one_connection_carries_several_requests() {
    let server = Running::start("keep", "/");
    let mut stream = server.connect();
    write!(stream, "HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n").unwrap();
    let mut answers = String::new();
    stream.read_to_string(&mut answers).unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2);
}

#[test]
fn slow_clients_hold_up_nobody() {
    let server = Running::start("slow", "/");
    let slow: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(b"GET / HT").unwrap();
            stream
        })
        .collect();
    // Whoever had to wait for them would run into the patience of `connect`, which is shorter than the server's.
    assert!(server.ask("GET", "/").ends_with("<p>home"));
    drop(slow);
}
