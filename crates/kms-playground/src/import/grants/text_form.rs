//! `list-grants --output text`: a line for each grant, tab-separated, its constraints and operations in lines of their own.
//!
//! The CLI writes the scalars of an object in the order of their names, and nothing but them (AWS CLI User Guide, *Text
//! output format*): of the pairs of an encryption context the values, and not the names. A grant without its constraint
//! would allow more than AWS does, so a placeholder stands for each name until somebody says it.

use kms_policy::{Arn, Span};

use super::account;
use crate::import::draft::{Draft, FoundKey, is_key_arn};
use crate::import::result::ImportKind;
use crate::import::text::Text;
use crate::report::codes::ImportCode;
use crate::scenario::{Grant, GrantConstraints, Key, Pairs};

/// Takes the grants of a text.
pub(in crate::import) fn read_text(draft: &mut Draft, text: &Text) {
    let mut reader = Reader { draft, grants: Vec::new(), names: 0, truncated: false };
    let mut at = 0;
    for line in text.as_str().split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if line.contains('\t') || line == "True" {
            reader.line(line, text.span(start, start + line.len()));
        }
    }
    let Reader { grants, truncated, .. } = reader;
    if grants.is_empty() {
        return;
    }
    let cover = grants.iter().map(|(_, span)| *span).reduce(Span::cover).unwrap_or_default();
    let says = if grants.len() == 1 {
        "One grant, as text.".to_owned()
    } else {
        format!("{} grants, as text.", grants.len())
    };
    draft.recognise(ImportKind::Grants, cover, says);
    if truncated {
        super::note_truncated(draft);
    }
    draft.grants.get_or_insert_default().extend(grants);
}

struct Reader<'d> {
    draft: &'d mut Draft,
    grants: Vec<(Grant, Span)>,
    /// How many names of pairs are not in the text.
    names: usize,
    truncated: bool,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, span: Span) {
        let fields: Vec<&str> = line.split('\t').map(str::trim).filter(|it| !it.is_empty()).collect();
        match fields.as_slice() {
            ["GRANTS", columns @ ..] => {
                let mut grant = Grant::default();
                for column in columns {
                    self.column(&mut grant, column, span);
                }
                if grant.grantee_principal.is_some() || grant.grantee_service_principal.is_some() {
                    self.grants.push((grant, span));
                }
            }
            ["OPERATIONS", names @ ..] => {
                if let Some((grant, _)) = self.grants.last_mut() {
                    grant.operations.extend(names.iter().map(|name| (*name).to_owned()));
                }
            }
            ["CONSTRAINTS", source, ..] if source.starts_with("arn:") => {
                if let Some((grant, _)) = self.grants.last_mut() {
                    grant.constraints.get_or_insert_default().source_arn = Some((*source).to_owned());
                }
            }
            ["ENCRYPTIONCONTEXTSUBSET", values @ ..] => {
                self.constraint(values, |constraints| &mut constraints.encryption_context_subset);
            }
            ["ENCRYPTIONCONTEXTEQUALS", values @ ..] => {
                self.constraint(values, |constraints| &mut constraints.encryption_context_equals);
            }
            [.., "True"] if fields.len() <= 2 => self.truncated = true,
            _ => {}
        }
    }

    /// The values of a constraint, each under a placeholder for its name.
    fn constraint(&mut self, values: &[&str], of: fn(&mut GrantConstraints) -> &mut Option<Pairs<String>>) {
        let Some(nth) = self.grants.len().checked_sub(1) else { return };
        let Some((grant, _)) = self.grants.last_mut() else { return };
        let pairs = of(grant.constraints.get_or_insert_default()).get_or_insert_default();
        for value in values {
            self.names += 1;
            pairs.set(format!("<name {}>", self.names), (*value).to_owned());
        }
        let list: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        let question = format!(
            "Which names do the pairs of the grant's encryption context constraint have? The text form shows only the values: {}. \
             `--output json` shows both.",
            list.join(", ")
        );
        self.draft.asks.push((format!("grants[{nth}].constraints"), question, Vec::new()));
        self.draft.note(
            ImportCode::ConstraintsNotInText,
            "`--output text` shows the values of a grant's constraint without their names. Placeholders stand for the names, so the grant \
             matches no request until they are filled in.",
        );
    }

    /// A column, known by what it holds; the columns are in the order of their names: CreationDate, GrantId,
    /// GranteePrincipal, GranteeServicePrincipal, IssuingAccount, KeyId, Name, RetiringPrincipal.
    fn column(&mut self, grant: &mut Grant, column: &str, span: Span) {
        let is_id = column.len() == 64 && column.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_arn = Arn::split(column).is_some_and(|[_, _, service, ..]| matches!(service, "iam" | "sts"));
        let has_grantee = grant.grantee_principal.is_some() || grant.grantee_service_principal.is_some();
        if is_key_arn(column) {
            self.draft.keys.push(FoundKey { key: Key::new(column), span, certain: true });
        } else if is_id {
            grant.grant_id = Some(column.to_owned());
        } else if is_arn && !has_grantee {
            grant.grantee_principal = Some(column.to_owned());
        } else if is_arn && grant.issuing_account.is_none() && column.ends_with(":root") {
            grant.issuing_account = Some(account(column));
        } else if is_arn {
            grant.retiring_principal = Some(column.to_owned());
        } else if column.ends_with(".amazonaws.com") && !column.contains(' ') {
            // Services stand in the principal's column, as the API has them.
            match has_grantee {
                false => grant.grantee_principal = Some(column.to_owned()),
                true => grant.retiring_principal = Some(column.to_owned()),
            }
        }
    }
}
