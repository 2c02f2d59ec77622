//! The two languages of everything that a user sees, kept side by side where the words are written.

use serde::{Deserialize, Serialize};

/// A language of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Japanese, the users' own language.
    #[default]
    Ja,
    /// English.
    En,
}

impl Lang {
    /// Words one after another.
    pub(crate) fn listed(self, words: &[String]) -> String {
        words.join(if self == Self::Ja { "、" } else { ", " })
    }
}

/// The same words in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The words in Japanese.
    pub ja: String,
    /// The words in English.
    pub en: String,
}

impl Text {
    /// The words in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja => &self.ja,
            Lang::En => &self.en,
        }
    }

    /// The same string in both languages, for names, numbers and keys.
    pub fn same(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { ja: words.clone(), en: words }
    }
}

/// Formats a [`Text`] from a Japanese and an English format string that capture the same variables.
macro_rules! text {
    (ja: $ja:literal, en: $en:literal $(,)?) => {
        $crate::lang::Text { ja: format!($ja), en: format!($en) }
    };
}
pub(crate) use text;
