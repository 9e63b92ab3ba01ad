//! `kms-policy link`: a scenario as a link, and back.

use kms_playground::{Fragment, Shared, run as evaluate};

use crate::Done;
use crate::arguments::LinkArguments;
use crate::failure::Failure;
use crate::input;

/// Makes or reads a link.
pub(crate) fn run(arguments: &LinkArguments) -> Result<Done, Failure> {
    if let Some(link) = &arguments.decode {
        return decode(link);
    }
    let source = input::scenario(arguments.scenario.as_deref().unwrap_or("-"))?;
    let report = evaluate(&source.scenario);
    let shared = Shared::new(source.scenario, &report).encode();
    let base = arguments.base.as_deref().unwrap_or_default();
    let (address, _) = base.split_once('#').unwrap_or((base, ""));
    Ok(Done::printing(format!("{address}#s={shared}\n")))
}

fn decode(link: &str) -> Result<Done, Failure> {
    let text = if link == "-" { input::text(link)?.1 } else { link.to_owned() };
    let text = text.trim();
    // The text behind `s=` alone is a link too.
    let bare = text.starts_with(|first: char| first.is_ascii_digit()) && !text.contains('=');
    let fragment = match bare {
        true => Fragment { shared: Some(text.to_owned()), ..Fragment::default() },
        false => Fragment::parse(text),
    };
    match fragment.scenario() {
        Ok(Some(Shared { scenario, .. })) => {
            let remark = fragment.remark(Some(scenario.requests.len()));
            Ok(Done { remark, ..Done::printing(scenario.to_json() + "\n") })
        }
        Ok(None) => {
            Err(Failure::of("link", &"there is no scenario in it (a shared scenario begins with `s=1.`)"))
        }
        Err(error) => Err(Failure::link(&error)),
    }
}
