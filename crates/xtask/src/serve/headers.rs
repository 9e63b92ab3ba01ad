//! The headers that a host of the page should set.

/// What the page may load and do. The same policy is in `index.html`, for hosts that set no headers.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";

/// Sent with every answer. Frames are allowed on purpose: documentation embeds the page.
pub(super) const SECURITY: [(&str, &str); 6] = [
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    // A second policy; both hold. `frame-ancestors` counts only in a header, never in a page.
    ("Content-Security-Policy", "frame-ancestors *"),
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
        assert!(page.contains(&format!(
            r#"http-equiv="Content-Security-Policy" content="{CONTENT_SECURITY_POLICY}""#
        )));
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(has_hash("web-54f0cc1b5fb0ed4_bg.wasm"));
        assert!(has_hash("base-1f00ab34cd56ef78.css"));
        assert!(has_hash("editor-7QK3ZB2A.js"));
        assert!(has_hash("editor-QKDZBFAH.js"));
        for name in ["index.html", "boot.js", "web_bg.wasm", "defaced-facade.js"] {
            assert!(!has_hash(name), "{name}");
        }
    }
}
