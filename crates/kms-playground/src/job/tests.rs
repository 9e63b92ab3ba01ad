use super::home::{capture, fill};

#[test]
fn placeholders_are_filled_and_found_again() {
    let text = fill("arn:aws:s3:::<bucket>/<object>", &|name| name.to_uppercase());
    assert_eq!(text, "arn:aws:s3:::BUCKET/OBJECT");
    assert_eq!(fill("a<b", &|_| String::new()), "a<b");
    let found = capture("arn:aws:s3:::<bucket>/<object>", "arn:aws:s3:::logs/2026/x.csv").unwrap();
    assert_eq!(found, [("bucket", "logs"), ("object", "2026/x.csv")]);
    for other in ["arn:aws:s3:::logs", "arn:aws:s3:::/x", "arn:aws:sns:::a/b", ""] {
        assert_eq!(capture("arn:aws:s3:::<bucket>/<object>", other), None, "{other}");
    }
}
