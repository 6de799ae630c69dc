//! What there is to see: the status for everyone on the page, and the rest for
//! the customer's own eyes.

use super::Engine;
use super::picks::facet_view;
use super::view::{
    ChoiceView, EventView, FacetView, InterestView, PurposeView, StatusView, Storage,
};
use crate::catalogue::FacetIx;
use crate::consent::{Choice, Purpose};
use crate::profile::{What, evidence};
use crate::time::Minute;

impl Engine {
    /// Counts and states; no interest and no item.
    pub fn status(
        &self,
        storage: Storage,
        storage_reason: Option<&'static str>,
        now: Minute,
    ) -> StatusView {
        let interests = self.own().map_or(0, |catalogue| {
            let profile = self.own_profile(catalogue, now);
            profile.interests.len() + profile.never.len()
        });
        let (mut stated, mut events) = (0, 0);
        for entry in self.log.entries() {
            if entry.is_stated() {
                stated += 1;
            } else if entry.shown().is_none() {
                events += 1;
            }
        }
        StatusView {
            purposes: Purpose::ALL
                .map(|purpose| PurposeView {
                    purpose,
                    state: self.ledger.state(purpose),
                    offered: self.policy.purposes.contains(&purpose),
                })
                .into(),
            ask: !self.policy.off && !self.locked && self.ledger.may_ask(now),
            paused: self.settings.paused,
            plain: self.settings.plain,
            personal: self.is_personal(),
            storage: if self.locked || self.keeps_anything() { storage } else { Storage::None },
            storage_reason,
            gpc: self.ledger.terms().gpc,
            events,
            interests: interests as u32,
            stated,
            off: self.policy.off,
            locked: self.locked,
            sponsored: !self.settings.unsponsored,
            surprise: self.settings.dials.surprise(),
            memory: self.settings.dials.memory(),
        }
    }

    /// Every interest, strongest first; then those wanted never again, and what
    /// was stated of topics that the profile does not use: the pack no longer
    /// has them, or there is no pack.
    pub fn interests(&self, now: Minute) -> Vec<InterestView<'_>> {
        let mut views: Vec<InterestView<'_>> = Vec::new();
        if let Some(catalogue) = self.own() {
            let profile = self.own_profile(catalogue, now);
            let evidence = evidence(&self.log, catalogue);
            let mut show = |facet: FacetIx, strength: f32| {
                let (kind, label) = (catalogue.facet_kind(facet), catalogue.facet_label(facet));
                let behind = evidence.iter().filter(|(carried, _)| *carried == facet);
                let events = behind.map(|(_, id)| *id as f64).collect();
                views.push(InterestView { strength, events, ..InterestView::of(kind, label) });
            };
            for interest in &profile.interests {
                show(interest.facet, interest.strength);
            }
            for facet in &profile.never {
                show(*facet, 0.0);
            }
        }
        for (entry, topic, stance) in self.log.statements() {
            let shown =
                views.iter().position(|view| view.kind == topic.kind && view.label == topic.label);
            let shown = shown.unwrap_or_else(|| {
                views.push(InterestView::of(&topic.kind, &topic.label));
                views.len() - 1
            });
            let view = &mut views[shown];
            view.stance = Some(stance);
            view.minute = Some(entry.at.0);
            view.under = Some(entry.under);
        }
        views
    }

    /// Every category and attribute that an interest can be stated in, by kind
    /// and label.
    pub fn topics(&self) -> Vec<FacetView<'_>> {
        let Some(catalogue) = self.own() else {
            return Vec::new();
        };
        (0..catalogue.header().facets)
            .map(FacetIx)
            .filter(|facet| !catalogue.is_denied_facet(*facet))
            .map(|facet| facet_view(catalogue, facet))
            .collect()
    }

    /// Every event, newest first.
    pub fn events(&self) -> Vec<EventView<'_>> {
        let mut views = Vec::new();
        for entry in self.log.entries().iter().rev() {
            let What::Event { kind, item } = &entry.what else {
                continue;
            };
            if entry.shown().is_some() {
                continue;
            }
            views.push(EventView {
                id: entry.id as f64,
                kind: *kind,
                item,
                title: self.title(item),
                minute: entry.at.0,
                under: entry.under,
            });
        }
        views
    }

    /// The numbers of what was shown, as they were recorded.
    pub fn shown(&self) -> Option<&str> {
        self.log.shown()
    }

    fn title(&self, item: &str) -> Option<&str> {
        let catalogue = self.own()?;
        Some(catalogue.title(catalogue.find(item)?))
    }

    /// Every choice, oldest first.
    pub fn choices<'a>(&'a self) -> Vec<ChoiceView<'a>> {
        let view = |choice: &'a Choice| ChoiceView {
            purpose: choice.purpose,
            allowed: choice.allowed,
            minute: choice.at.0,
            method: choice.method,
            notice_version: &choice.notice,
            notice_hash: &choice.notice_hash,
            language: &choice.language,
            jurisdiction: &choice.jurisdiction,
            told_of_signal: choice.told_of_signal,
        };
        self.ledger.choices().iter().map(view).collect()
    }
}
