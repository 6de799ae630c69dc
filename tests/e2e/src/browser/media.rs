//! What a person has told their system to prefer, as far as pages ask for it.

/// Preferences; the default is what a system says that nobody has told anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Media {
    /// Colours for the night.
    pub(crate) dark: bool,
    /// Nothing that moves.
    pub(crate) still: bool,
    /// The system's few colours in place of the page's.
    pub(crate) forced: bool,
}

impl Media {
    /// Reads media features, each with its value.
    pub(crate) fn of(features: &[(&str, &str)]) -> Media {
        let mut media = Media::default();
        for (name, value) in features {
            match (*name, *value) {
                ("prefers-color-scheme", "light" | "dark") => media.dark = *value == "dark",
                ("prefers-reduced-motion", "no-preference" | "reduce") => {
                    media.still = *value == "reduce";
                }
                ("forced-colors", "none" | "active") => media.forced = *value == "active",
                _ => panic!("no engine is told of {name}: {value}"),
            }
        }
        media
    }

    /// All of them as media features.
    pub(crate) fn features(self) -> [(&'static str, &'static str); 3] {
        [
            ("prefers-color-scheme", if self.dark { "dark" } else { "light" }),
            ("prefers-reduced-motion", if self.still { "reduce" } else { "no-preference" }),
            ("forced-colors", if self.forced { "active" } else { "none" }),
        ]
    }
}
