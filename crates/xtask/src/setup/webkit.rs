//! A WebKit for the tests in all engines: WebKitGTK with its WebDriver, and Xvfb, the screen in memory on which it is shown.

use super::apt::Missing;
use crate::failure::Result;
use crate::process;
use crate::project::Project;
use std::path::PathBuf;

const MISSING: Missing<'_> = Missing {
    name: "WebKitGTK's WebDriver and Xvfb",
    packages: &["webkit2gtk-driver", "xvfb"],
    usually: "1 minute",
    cure: "install WebKitGTK's WebDriver and Xvfb (Debian and Ubuntu: `sudo apt-get update && sudo apt-get install \
           webkit2gtk-driver xvfb`), or put `Xvfb` on the PATH and set WEBKIT_DRIVER to the path of a `WebKitWebDriver`, \
           and try again",
};

/// The driver's executable, which starts the browser.
pub(crate) fn ensure(project: &Project) -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    MISSING.install(project)?;
    find().ok_or_else(|| MISSING.still())
}

fn find() -> Option<PathBuf> {
    process::on_path("Xvfb")?;
    let chosen = std::env::var_os("WEBKIT_DRIVER").map(PathBuf::from);
    chosen.or_else(|| process::on_path("WebKitWebDriver"))
}
