//! Plain data as lines of text: no names, no escapes. Read where a reader of JSON would weigh more than what it reads.

use std::borrow::Cow;
use std::str;

/// The lines that are still to be read. Past the last one all are empty.
pub(super) struct Lines(str::Lines<'static>);

impl Lines {
    pub(super) fn of(text: &'static str) -> Self {
        Self(text.lines())
    }

    pub(super) fn next(&mut self) -> &'static str {
        self.0.next().unwrap_or_default()
    }
}

/// A value that can be read from lines.
pub(super) trait Written: Sized {
    fn read(lines: &mut Lines) -> Self;

    #[cfg(test)]
    fn write(&self, text: &mut String);
}

#[cfg(test)]
pub(super) fn write_line(line: &str, text: &mut String) {
    assert!(!line.contains('\n'), "each value has one line");
    text.push_str(line);
    text.push('\n');
}

impl Written for String {
    fn read(lines: &mut Lines) -> Self {
        lines.next().to_owned()
    }

    #[cfg(test)]
    fn write(&self, text: &mut String) {
        write_line(self, text);
    }
}

impl Written for Cow<'static, str> {
    fn read(lines: &mut Lines) -> Self {
        Cow::Borrowed(lines.next())
    }

    #[cfg(test)]
    fn write(&self, text: &mut String) {
        write_line(self, text);
    }
}

impl Written for bool {
    fn read(lines: &mut Lines) -> Self {
        lines.next() == "true"
    }

    #[cfg(test)]
    fn write(&self, text: &mut String) {
        write_line(&self.to_string(), text);
    }
}

impl Written for u32 {
    fn read(lines: &mut Lines) -> Self {
        lines.next().parse().unwrap_or_default()
    }

    #[cfg(test)]
    fn write(&self, text: &mut String) {
        write_line(&self.to_string(), text);
    }
}

impl Written for usize {
    fn read(lines: &mut Lines) -> Self {
        u32::read(lines) as Self
    }

    #[cfg(test)]
    fn write(&self, text: &mut String) {
        write_line(&self.to_string(), text);
    }
}

impl<T: Written> Written for Option<T> {
    fn read(lines: &mut Lines) -> Self {
        bool::read(lines).then(|| T::read(lines))
    }

    #[cfg(test)]
    fn write(&self, text: &mut String) {
        self.is_some().write(text);
        self.iter().for_each(|value| value.write(text));
    }
}

impl<T: Written> Written for Vec<T> {
    fn read(lines: &mut Lines) -> Self {
        (0..u32::read(lines)).map(|_| T::read(lines)).collect()
    }

    #[cfg(test)]
    fn write(&self, text: &mut String) {
        self.len().write(text);
        self.iter().for_each(|value| value.write(text));
    }
}

/// Structs: the fields that have lines, in their order, and behind the semicolon those that have none.
macro_rules! records {
    ($($record:ident { $($field:ident),+ $(; $($empty:ident),+)? })+) => {$(
        impl Written for $record {
            fn read(lines: &mut Lines) -> Self {
                Self { $($field: Written::read(lines),)+ $($($empty: Default::default(),)+)? }
            }

            #[cfg(test)]
            fn write(&self, text: &mut String) {
                $(self.$field.write(text);)+
            }
        }
    )+};
}

/// Enums by the names of their variants: those that occur, the last for all other lines.
macro_rules! choices {
    ($($choice:ident { $($variant:ident)+; $other:ident })+) => {$(
        impl Written for $choice {
            fn read(lines: &mut Lines) -> Self {
                match lines.next() {
                    $(stringify!($variant) => Self::$variant,)+
                    _ => Self::$other,
                }
            }

            #[cfg(test)]
            fn write(&self, text: &mut String) {
                lines::write_line(&format!("{self:?}"), text);
            }
        }
    )+};
}

pub(super) use {choices, records};
