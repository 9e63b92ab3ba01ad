//! The reason for the decision over all checks of a request, and what makes an allowed call fail all the same.

use kms_authz::{KeyPlace, RequestResource};

use super::{CheckWithReport, Scene, allowed, list, lower, post_authorization, summary};
use crate::report::{CheckReport, Decision};

/// The summary of a request, on which this was decided.
pub(crate) fn request_summary(scenes: &[Scene<'_>], reports: &[CheckReport], decision: Decision) -> String {
    let checks = scenes.iter().zip(reports).map(|(scene, report)| CheckWithReport { scene, report });
    let Some(deciding) = checks.into_iter().find(|of| of.report.decision == decision) else {
        return String::new();
    };
    let why = summary::summary(&deciding);
    if decision != Decision::Allowed {
        return if scenes.len() > 1 { format!("{}: {why}", label(scenes, deciding.scene)) } else { why };
    }
    let why = if scenes.len() > 1 { every(scenes) } else { why };
    let mut failures =
        scenes.iter().flat_map(|scene| scene.check.after.iter().map(move |after| (scene, after)));
    match failures.find_map(|(scene, after)| post_authorization::failure(scene, after)) {
        Some(failure) => format!("{why} {failure}"),
        None => why,
    }
}

/// Why each of several checks is allowed; checks that are for the same reason are named together.
fn every(scenes: &[Scene<'_>]) -> String {
    let mut reasons: Vec<(Vec<String>, String)> = Vec::new();
    for scene in scenes {
        let (label, why) = (label(scenes, scene), lower(&allowed::allowed(scene)));
        match reasons.iter_mut().find(|(_, known)| *known == why) {
            Some((labels, _)) if labels.contains(&label) => {}
            Some((labels, _)) => labels.push(label),
            None => reasons.push((vec![label], why)),
        }
    }
    let sentences = reasons.iter().map(|(labels, why)| format!("{}: {why}.", list(labels, "and")));
    format!("{} Nothing denies the call.", sentences.collect::<Vec<_>>().join(" "))
}

/// The permission of a check, and where others check the same permission, what it is checked on.
fn label(scenes: &[Scene<'_>], scene: &Scene<'_>) -> String {
    let permission = scene.check.request.permission;
    let same = scenes.iter().filter(|other| other.check.request.permission == permission).count();
    match on(scene) {
        Some(resource) if same > 1 => format!("`{permission}` on {resource}"),
        _ => format!("`{permission}`"),
    }
}

fn on(scene: &Scene<'_>) -> Option<String> {
    match (&scene.check.request.resource, scene.check.key) {
        (RequestResource::Alias(arn), _) if arn.resource() == "alias/" => Some("the alias".to_owned()),
        (RequestResource::Alias(arn), _) => Some(format!("`{}`", arn.resource())),
        (_, Some(KeyPlace::Key)) => Some("the key".to_owned()),
        (_, Some(place)) => Some(scene.key_name(place)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
