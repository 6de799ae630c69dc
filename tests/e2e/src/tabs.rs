//! Several tabs of one browser, and the way back and forth in each.

use crate::customer::Customer;
use crate::engine::Engine;
use thirtyfour::WindowHandle;

/// A tab of a customer's browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab(WindowHandle);

impl Customer {
    /// The tab that is looked at.
    pub async fn tab(&self) -> Tab {
        Tab(self.browser.driver.window().await.expect("a tab is looked at"))
    }

    /// Opens another tab of the same browser with a page of the shop, and goes on there.
    pub async fn opens_another_tab(&self, path: &str) -> Tab {
        let tab = self.opens_an_empty_tab().await;
        self.visits(path).await;
        tab
    }

    /// Opens another tab with nothing in it, and goes on there.
    pub async fn opens_an_empty_tab(&self) -> Tab {
        let driver = &self.browser.driver;
        let handle = match self.browser.engine {
            // Its driver opens tabs that never come to the front; a window is seen at once.
            Engine::WebKit => driver.new_window().await,
            Engine::Chromium | Engine::Firefox => driver.new_tab().await,
        };
        let tab = Tab(handle.expect("a tab opens"));
        self.turns_to(&tab).await;
        self.browser.has_the_focus();
        tab
    }

    /// Looks at another tab from now on. Its page is left as it is.
    pub async fn turns_to(&self, tab: &Tab) {
        let turned = self.browser.driver.switch_to_window(tab.0.clone()).await;
        turned.expect("the tab is there");
    }

    /// Closes the tab that is looked at, and turns to another.
    pub async fn closes_tab_for(&self, tab: &Tab) {
        self.browser.driver.close_window().await.expect("the tab closes");
        self.turns_to(tab).await;
    }

    /// Goes back to the page before, and waits until it is open and at rest.
    pub async fn goes_back(&self) {
        self.browser.driver.back().await.expect("there is a page before");
        self.is_there().await;
    }

    /// Goes forward again, and waits until the page is open and at rest.
    pub async fn goes_forward(&self) {
        self.browser.driver.forward().await.expect("there is a page after");
        self.is_there().await;
    }

    /// Loads the page anew, and waits until it is open and at rest.
    pub async fn reloads(&self) {
        self.browser.driver.refresh().await.expect("the page loads");
        self.is_there().await;
    }
}
