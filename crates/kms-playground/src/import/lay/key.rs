//! Which key it is: as the text names it, as its policy says, or a stand-in with a question.

use kms_policy::{Arn, Span};

use super::Laid;
use crate::import::draft::{Draft, FoundKey, FoundRequest, is_key_arn};
use crate::import::home::{self, Known};
use crate::import::policy;
use crate::report::Note;
use crate::report::codes::ImportCode;
use crate::scenario::Key;

impl Laid {
    pub(super) fn key(&mut self, draft: &mut Draft) {
        let of_requests: Vec<(String, Span)> =
            draft.requests.iter().filter_map(|it| Some((it.key.clone()?, field_span(it, "key")))).collect();
        for (arn, span) in of_requests {
            draft.keys.push(FoundKey { key: Key::new(arn), span, certain: true });
        }
        let is_alias = |arn: &str| arn.contains(":alias/");
        let mut named =
            draft.keys.iter().filter(|it| it.certain && !it.key.arn.is_empty() && !is_alias(&it.key.arn));
        if let Some(main) = named.next() {
            let (arn, span) = (main.key.arn.clone(), main.span);
            let mut others: Vec<String> = Vec::new();
            for other in named.map(|it| &it.key.arn) {
                if *other != arn && !others.contains(other) && others.len() < 20 {
                    others.push(other.clone());
                }
            }
            let destinations = draft.requests.iter().filter_map(|it| it.request.destination_key_id.as_ref());
            let destinations: Vec<String> = destinations.cloned().collect();
            others.retain(|other| !destinations.contains(other));
            if !others.is_empty() {
                others.insert(0, arn.clone());
                self.ask(
                    "key.arn",
                    "The text names several keys. Which one does the key policy belong to?",
                    others,
                );
            }
            if self.scenario.key.arn != arn && !self.key_is_derived {
                let text = format!(
                    "The text is about key `{arn}`; the scenario was about `{}`.",
                    self.scenario.key.arn
                );
                self.note(ImportCode::OtherKey, "key.arn", text);
                // Another key: what was known of the one before is not known of it.
                self.scenario.key = Key::new("");
            }
            self.scenario.key.arn = arn;
            self.set("key.arn", span);
        } else {
            self.key_of_alias_or_hint(draft);
        }
        self.key_facts(draft);
        self.key_from_policy(draft);
    }

    /// Where an alias, or what the text says of the key's Region and account, is all that is known.
    fn key_of_alias_or_hint(&mut self, draft: &Draft) {
        let Some(hint) = draft.keys.iter().find(|it| !it.key.arn.is_empty()) else { return };
        let Some([_, partition, _, region, account, resource]) = Arn::split(&hint.key.arn) else { return };
        if !self.key_is_derived {
            return;
        }
        self.set("key.arn", hint.span);
        // Only a replica's primary key is found with this fact and without being the key of the text.
        if hint.key.multi_region_key_type.is_some() && !hint.certain {
            let usual = home::region_of_partition(partition);
            let other = match usual {
                usual if usual != region => usual,
                "us-east-1" => "us-west-2",
                "us-gov-west-1" => "us-gov-east-1",
                "cn-north-1" => "cn-northwest-1",
                usual => usual,
            };
            self.scenario.key.arn = format!("arn:{partition}:kms:{other}:{account}:{resource}");
            let text =
                format!("The key is a replica of a key in {region}; {other} stands in for its own Region.");
            self.assume("key.arn", text.clone());
            self.ask("key.arn", format!("Which Region is the key in? {text}"), Vec::new());
            return;
        }
        if is_key_arn(&hint.key.arn) && !home::is_stand_in(&hint.key.arn) {
            self.scenario.key.arn.clone_from(&hint.key.arn);
            self.assume("key.arn", "It is the only key that the text names.");
            return;
        }
        self.scenario.key.arn = format!("arn:{partition}:kms:{region}:{account}:key/{}", home::KEY_ID);
        self.assume("key.arn", "The text gives the key's Region and account, but not its key id.");
        if let Some(alias) = resource.strip_prefix("alias/") {
            let alias = format!("alias/{alias}");
            if !self.scenario.key.aliases.contains(&alias) {
                self.scenario.key.aliases.push(alias);
            }
            self.set("key.aliases", hint.span);
        }
    }

    /// What else is said of the key: only of the one that the scenario is about.
    fn key_facts(&mut self, draft: &Draft) {
        let arn = self.scenario.key.arn.clone();
        for FoundKey { key: found, span, .. } in &draft.keys {
            if !found.arn.is_empty() && found.arn != arn {
                continue;
            }
            let key = &mut self.scenario.key;
            let mut fields = Vec::new();
            for alias in &found.aliases {
                if !key.aliases.contains(alias) {
                    key.aliases.push(alias.clone());
                }
                fields.push("key.aliases");
            }
            let mut take = |field, is_known: bool| fields.extend(is_known.then_some(field));
            take("key.keySpec", found.key_spec.is_some());
            take("key.keyUsage", found.key_usage.is_some());
            take("key.origin", found.origin.is_some());
            take("key.keyState", found.key_state.is_some());
            take("key.keyManager", found.key_manager.is_some());
            take("key.multiRegionKeyType", found.multi_region_key_type.is_some());
            take("key.tags", !found.tags.is_empty());
            key.key_spec = found.key_spec.or(key.key_spec);
            key.key_usage = found.key_usage.or(key.key_usage);
            key.origin = found.origin.or(key.origin);
            key.key_state = found.key_state.or(key.key_state);
            key.key_manager = found.key_manager.or(key.key_manager);
            key.multi_region_key_type = found.multi_region_key_type.or(key.multi_region_key_type);
            if !found.tags.is_empty() {
                key.tags = found.tags.clone();
            }
            for field in fields {
                self.set(field, *span);
            }
        }
    }

    /// What the key policy says of its key, where nothing else does.
    fn key_from_policy(&mut self, draft: &Draft) {
        if draft.key_policies.is_empty() || !self.key_is_derived {
            return;
        }
        let Some(span) = self.spans.iter().find(|(field, _)| field == "keyPolicy").map(|it| it.1) else {
            return;
        };
        let found = home::home_of(&policy::parsed(self.scenario.key_policy.text()));
        // A hint from elsewhere in the text is as good.
        if !self.scenario.key.arn.is_empty() && self.spans.iter().any(|(field, _)| field == "key.arn") {
            return;
        }
        self.scenario.key.arn = found.stand_in();
        self.set("key.arn", span);
        let key_note = match draft
            .placeholders
            .iter()
            .find(|it| it.name == "AWS::AccountId" || it.name == "AWS::Region")
        {
            // What the policy says of its account is then what stands in.
            Some(_) if found.arn.is_none() => template_note(&found.stand_in()),
            _ => key_note(&found),
        };
        if found.arn.is_none() {
            self.assume("key.arn", key_note.text.clone());
        }
        self.notes.push(key_note);
        self.ask_for_home(&found);
    }

    fn ask_for_home(&mut self, found: &home::Home) {
        let arn = |region: &str, account: &str| {
            format!("arn:{}:kms:{region}:{account}:key/{}", found.partition, home::KEY_ID)
        };
        if found.arn.is_none() {
            self.stands_in = [found.region.value().is_none(), found.account.value().is_none()];
        }
        let stand_in = found.stand_in();
        let [_, _, _, known_region, known_account, _] = Arn::split(&stand_in).unwrap_or_default();
        match (&found.region, &found.account) {
            _ if found.arn.is_some() => {}
            (Known::Said(..), Known::Said(..)) => {}
            (Known::Asked(regions), Known::Said(account, _)) => {
                let text = format!(
                    "Which Region is the key in? The policy does not say; {known_region} stands in until you do."
                );
                self.ask("key.arn", text, regions.iter().map(|region| arn(region, account)).collect());
            }
            (Known::Said(region, _), Known::Asked(accounts)) => {
                let text = format!(
                    "Which account owns the key? The policy does not say; {known_account} stands in until you do."
                );
                self.ask("key.arn", text, accounts.iter().map(|account| arn(region, account)).collect());
            }
            (Known::Asked(_), Known::Asked(accounts)) => {
                let text = "Which account owns the key, and in which Region is it? The policy says neither.";
                self.ask(
                    "key.arn",
                    text,
                    accounts.iter().map(|account| arn(known_region, account)).collect(),
                );
            }
        }
    }
}

/// What is said of the key that a policy belongs to.
pub(in crate::import) fn key_note(found: &home::Home) -> Note {
    if let Some(arn) = &found.arn {
        let text = format!("The key is assumed to be `{arn}`, because a `Resource` of the policy names it.");
        return Note::new(ImportCode::KeyFromResource, text).at("key.arn");
    }
    let stand_in = found.stand_in();
    let [_, _, _, region, account, _] = Arn::split(&stand_in).unwrap_or_default();
    let (code, of_account) = match &found.account {
        Known::Said(_, why) => (ImportCode::KeyFromAccountPrincipal, format!("because {why}")),
        Known::Asked(_) => (
            ImportCode::KeyOfExampleAccount,
            "because the policy does not say which account owns it".to_owned(),
        ),
    };
    let of_region = match &found.region {
        Known::Said(_, why) => format!("to be in {region}, because {why}"),
        Known::Asked(_) => format!("to be in {region}, because the policy names no Region"),
    };
    let text = format!("The key is assumed to belong to account {account}, {of_account}, and {of_region}.");
    Note::new(code, text).at("key.arn")
}

/// What is said of the key of a template, whose account and Region only the stack has.
fn template_note(stand_in: &str) -> Note {
    let [_, _, _, region, account, _] = Arn::split(stand_in).unwrap_or_default();
    let text = format!(
        "The template does not say where its stack is. Account {account} and Region {region} stand in."
    );
    Note::new(ImportCode::KeyOfTemplate, text).at("key.arn")
}

/// Where a field of a call stands in the text; failing that, the call.
fn field_span(found: &FoundRequest, field: &str) -> Span {
    found.fields.iter().find(|(name, _)| *name == field).map_or(found.span, |(_, span)| *span)
}
