//! The readers of CloudFormation's YAML and Terraform's HCL: text in, values with their places out.
//!
//! [`TEMPLATES`] goes into the options of [`kms_playground::import`], which then reads templates as well:
//!
//! ```
//! use kms_playground::import::{Options, read_with};
//! use kms_templates::TEMPLATES;
//!
//! let template = r#"
//! Resources:
//!   OrdersKey:
//!     Type: AWS::KMS::Key
//!     Properties:
//!       KeyPolicy:
//!         Version: "2012-10-17"
//!         Statement: [{ Effect: Allow, Principal: "*", Action: "kms:*", Resource: "*" }]
//! "#;
//! let options = Options { templates: Some(TEMPLATES), ..Options::default() };
//! let import = read_with(template, None, &options);
//! assert!(import.scenario.key_policy.text().contains("kms:*"));
//! ```
//!
//! The crate is apart from `kms-playground` because of its weight: a page loads it when a template is pasted. It knows two
//! formats and nothing of AWS; what a template means is `kms_playground::import`'s to say.
//!
//! Neither reader panics, and both bound nesting: their libraries read it by recursion.

mod hcl;
mod yaml;

use kms_playground::import::Templates;

/// The readers, for [`kms_playground::import::Options`].
pub const TEMPLATES: Templates = Templates { yaml: yaml::read, hcl: hcl::read };
