//! The headers that a host of the page should set, which docs/hosting.md tells in the words of several hosts; and
//! those of the documentation site that embeds it.

/// What the page may load and do. The same policy is in `index.html`, for hosts that set no headers.
macro_rules! page_policy {
    () => {
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'"
    };
}

/// Sent with every answer.
pub(super) const SECURITY: [(&str, &str); 5] = [
    // Frames are allowed on purpose: documentation embeds the page. `frame-ancestors` counts only in a header.
    ("Content-Security-Policy", concat!(page_policy!(), "; frame-ancestors *")),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    // The page copies links; it uses nothing else that a browser guards.
    (
        "Permissions-Policy",
        "camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    // No window that opens the page can reach into it; this has no effect inside a frame.
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// Those of a host that embeds the playground and allows nothing else: what docs/embedding.md asks of it, no more.
pub(super) fn of_host(playground: &str) -> Vec<(&'static str, String)> {
    let policy = format!(
        "default-src 'none'; script-src 'self' {playground}; frame-src {playground}; style-src 'self'; \
         img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
    );
    vec![("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff".to_owned())]
}

/// For files whose name changes with their content.
pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";
/// For all others: they may be kept, but the server is asked each time.
pub(super) const ASK_AGAIN: &str = "no-cache";

/// Whether a name holds a hash of the content: at least eight hexadecimal digits with a number among them,
/// as Trunk writes it, or eight capitals and digits, as esbuild does.
pub(super) fn has_hash(name: &str) -> bool {
    name.split(['-', '_', '.']).any(|part| {
        let number = part.bytes().any(|byte| byte.is_ascii_digit());
        let trunk = part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let esbuild = part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'Z'));
        part.len() >= 8 && trunk && number || part.len() == 8 && esbuild
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_carries_the_same_policy_as_the_header() {
        let page = include_str!("../../../../index.html");
        let policy = page_policy!();
        assert!(page.contains(&format!(r#"http-equiv="Content-Security-Policy" content="{policy}""#)));
    }

    /// The pairs that a line of a host's configuration sets, by how that host writes them.
    fn written(language: &str, block: &str) -> Vec<(String, String)> {
        let pair = |line: &str| -> Option<(String, String)> {
            let quoted = |words: &str, end: &str| {
                let (name, value) = words.split_once(' ')?;
                Some((name.to_owned(), value.strip_prefix('"')?.strip_suffix(end)?.to_owned()))
            };
            match language {
                "_headers" => line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned())),
                "nginx" => quoted(line.strip_prefix("add_header ")?, "\" always;"),
                "apache" => quoted(line.strip_prefix("Header always set ")?, "\""),
                "json" => {
                    let value =
                        |name: &str| Some(line.split_once(&format!("\"{name}\": \""))?.1.split_once('"')?.0);
                    match (value("Header"), value("ContentSecurityPolicy"), value("ReferrerPolicy")) {
                        (Some(name), ..) => Some((name.to_owned(), value("Value")?.to_owned())),
                        (_, Some(policy), _) => {
                            Some(("Content-Security-Policy".to_owned(), policy.to_owned()))
                        }
                        (.., Some(policy)) => Some(("Referrer-Policy".to_owned(), policy.to_owned())),
                        _ => line
                            .contains("ContentTypeOptions")
                            .then(|| ("X-Content-Type-Options".to_owned(), "nosniff".to_owned())),
                    }
                }
                _ => None,
            }
        };
        block
            .lines()
            .filter_map(|line| pair(line.trim()))
            .filter(|(name, _)| name != "Cache-Control")
            .collect()
    }

    #[test]
    fn every_snippet_for_a_host_sets_these_headers_and_no_others() {
        let guide = include_str!("../../../../docs/hosting.md");
        let expected: Vec<_> =
            SECURITY.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        for language in ["_headers", "nginx", "apache", "json"] {
            let block = guide.split(&format!("```{language}\n")).nth(1).unwrap().split("```").next().unwrap();
            assert_eq!(written(language, block), expected, "{language}");
        }
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(has_hash("web-54f0cc1b5fb0ed4_bg.wasm"));
        assert!(has_hash("base-1f00ab34cd56ef78.css"));
        assert!(has_hash("editor-7QK3ZB2A.js"));
        assert!(has_hash("editor-QKDZBFAH.js"));
        for name in ["index.html", "boot.js", "web_bg.wasm", "defaced-facade.js", "kms-policy-playground.js"]
        {
            assert!(!has_hash(name), "{name}");
        }
    }
}
