//! Finding a job by what people type.

use super::Job;

impl Job {
    /// The jobs in whose names or words every word of `text` begins a word, the best first; all of them for no text.
    ///
    /// `snapshot copy` finds RDS's and EBS's; so does `snap`. A word of the job's own name counts most, then its
    /// service, then the words that people type for it.
    #[must_use]
    pub fn search(text: &str) -> Vec<&'static Self> {
        let wanted: Vec<String> = words_of(text).collect();
        let found: Vec<(usize, &'static Self)> =
            Self::all().iter().filter_map(|job| Some((job.distance(&wanted)?, job))).collect();
        // One distance after the other, like beside like: distances are few, and the standard library's sorting weighs
        // more in the download than the whole search.
        let furthest = found.iter().map(|(distance, _)| *distance).max().unwrap_or_default();
        let at = |distance: usize| found.iter().filter(move |(of_job, _)| *of_job == distance);
        (0..=furthest).flat_map(at).map(|(_, job)| *job).collect()
    }

    /// How far the job is from what is wanted; none if a word is nowhere in it.
    fn distance(&self, wanted: &[String]) -> Option<usize> {
        let places = [self.name, self.service, self.words];
        wanted.iter().try_fold(0, |sum, word| {
            let place =
                places.iter().position(|text| words_of(text).any(|known| known.starts_with(word.as_str())));
            place.map(|place| sum + place)
        })
    }
}

/// The words of a text in lower case, without the little ones that say nothing.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let words =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    words.filter(|word| {
        !["a", "an", "the", "to", "of", "in", "with", "for", "from", "and"].contains(&word.as_str())
    })
}
