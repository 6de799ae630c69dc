//! The screen that a customer looks at, and what they have told their system to prefer.

use crate::browser::Media;
use crate::customer::Customer;

/// A screen, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// An ordinary window.
pub const DESKTOP: Screen = Screen { width: 1200, height: 900 };
/// A phone.
pub const PHONE: Screen = Screen { width: 390, height: 844 };
/// The narrowest that WCAG 1.4.10 asks for: an ordinary window at 400 %.
pub const NARROW: Screen = Screen { width: 320, height: 640 };

impl Customer {
    /// Looks at the shop on this screen from now on.
    pub async fn uses(&self, screen: Screen) {
        self.browser.uses(screen).await;
    }

    /// Prefers exactly these media features, each with its value, from now on.
    pub async fn prefers(&self, features: &[(&str, &str)]) {
        self.browser.prefers(Media::of(features)).await;
    }

    /// The same where it may be that no page learns of it; tells whether this one did.
    pub async fn could_prefer(&self, features: &[(&str, &str)]) -> bool {
        self.browser.comes_to_prefer(Media::of(features)).await
    }
}
