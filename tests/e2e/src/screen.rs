//! The screen that a customer looks at, and what they have told their system to prefer.

use crate::customer::Customer;
use serde_json::json;

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
        let Screen { width, height } = screen;
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.browser.tells("Emulation.setDeviceMetricsOverride", metrics).await;
        // As on a phone, no bar takes from the width.
        self.browser.tells("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
    }

    /// Prefers exactly these media features, each with its value, from now on.
    pub async fn prefers(&self, features: &[(&str, &str)]) {
        let features: Vec<_> =
            features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.browser.tells("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }
}
