//! The readers of YAML and HCL: text in, values with their places out.
//!
//! Apart from `kms-playground` because of what they weigh: a page loads this crate when a template is pasted. Knows two
//! formats and nothing of AWS; what a template means is `kms_playground::import`'s to say.
//!
//! Neither reader panics, and both bound nesting: their libraries read it by recursion.

mod hcl;
mod yaml;

use kms_playground::import::Templates;

/// The readers, for [`kms_playground::import::Options`].
pub const TEMPLATES: Templates = Templates { yaml: yaml::read, hcl: hcl::read };
