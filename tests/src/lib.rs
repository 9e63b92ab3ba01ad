//! What the tests of the whole project share: the reader, runner and writer of conformance cases, and the maker of
//! policies that laws are tried on.
//!
//! Knows the playground as everybody else does, through scenario and report. `cases/README.md` describes the files.

pub mod bless;
pub mod case_file;
pub mod generate;
pub mod lint_cases;
pub mod run_case;
pub mod trace;
