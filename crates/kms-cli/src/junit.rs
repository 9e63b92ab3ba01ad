//! Test results as CI servers read them: JUnit's XML.
//!
//! A request that is allowed as expected and fails all the same, such as a new key policy that fails the lockout safety
//! check, is a passed case with the reason in `system-out`.

use std::fmt::Write;

use kms_playground::RequestReport;

use crate::test::{Count, FileResult, difference, name};

/// One suite a file, one case a request; requests that expect nothing are skipped.
pub(crate) fn write(results: &[FileResult]) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"kms-policy\">\n".to_owned();
    for file in results {
        match &file.requests {
            Ok(requests) => suite(&mut out, &file.name, requests),
            Err(failure) => {
                let (file, failure) = (escape(&file.name), escape(&failure.to_string()));
                _ = writeln!(
                    out,
                    "  <testsuite name=\"{file}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">"
                );
                _ = writeln!(
                    out,
                    "    <testcase classname=\"{file}\" name=\"read\"><error message=\"{failure}\"/></testcase>"
                );
                out.push_str("  </testsuite>\n");
            }
        }
    }
    out.push_str("</testsuites>\n");
    out
}

fn suite(out: &mut String, file: &str, requests: &[RequestReport]) {
    let Count { differ, unchecked, .. } = Count::of(requests);
    let (tests, file) = (requests.len(), escape(file));
    _ = writeln!(
        out,
        "  <testsuite name=\"{file}\" tests=\"{tests}\" failures=\"{differ}\" errors=\"0\" skipped=\"{unchecked}\">"
    );
    for (at, request) in requests.iter().enumerate() {
        let name = escape(&name(request, at));
        _ = write!(out, "    <testcase classname=\"{file}\" name=\"{name}\"");
        let (message, summary) = (escape(&difference(request)), escape(&request.summary));
        let mut inside = match request.met {
            Some(true) => String::new(),
            Some(false) => format!("<failure message=\"{message}\">{summary}</failure>"),
            None => "<skipped message=\"nothing is expected\"/>".to_owned(),
        };
        if let Some(failure) = request.failure() {
            let said = escape(&format!("{}: {}", request.verdict(), failure.text));
            _ = write!(inside, "<system-out>{said}</system-out>");
        }
        _ = match inside.as_str() {
            "" => writeln!(out, "/>"),
            inside => writeln!(out, ">{inside}</testcase>"),
        };
    }
    out.push_str("  </testsuite>\n");
}

/// Text within XML; characters that XML cannot hold are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn text_cannot_leave_its_place() {
        assert_eq!(super::escape("a<b> & \"c\"\n\u{1}"), "a&lt;b&gt; &amp; &quot;c&quot; ");
    }
}
