//! A map of a few entries: a list, where a tree would weigh kilobytes of code for each type of entry.

/// Keys with values, each key once.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Few<K, V>(Vec<(K, V)>);

impl<K, V> Default for Few<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: PartialEq, V> Few<K, V> {
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, old)) => *old = value,
            None => self.0.push((key, value)),
        }
    }

    pub(crate) fn retain(&mut self, keeps: impl Fn(&K, &V) -> bool) {
        self.0.retain(|(key, value)| keeps(key, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_its_last_value() {
        let mut few = Few::default();
        few.insert("a", 1);
        few.insert("b", 2);
        few.insert("a", 3);
        assert_eq!((few.get(&"a"), few.get(&"b"), few.get(&"c")), (Some(&3), Some(&2), None));
        few.retain(|key, _| *key != "a");
        assert_eq!(few, Few(vec![("b", 2)]));
    }
}
