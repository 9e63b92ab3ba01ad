//! A statement of a key policy has no effect on any request.
//!
//! ## Why it matters
//!
//! The statement never matches, other statements cover it, or it denies what no statement and no grant allows. Whoever
//! wrote it may believe that it does something.
//!
//! ## Example
//!
//! ```json
//! { "Version": "2012-10-17", "Statement": [
//!   { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/Ops" }, "Action": "kms:Describe*", "Resource": "*" },
//!   { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/Ops" }, "Action": "kms:DescribeKey", "Resource": "*",
//!     "Condition": { "StringEquals": { "aws:RequestedRegion": "us-east-1" } } } ] }
//! ```
//!
//! ## Fix
//!
//! Remove the statement, or change it so that it has an effect.
