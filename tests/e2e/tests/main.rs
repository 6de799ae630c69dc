//! The shop in a real browser. One program, so that customers who come one after the other share a
//! browser, and the last tests of a file do not leave a processor idle.

mod access;
mod apps;
mod bad_days;
mod bench;
mod breakdowns;
mod bundled;
mod center;
mod center_alone;
mod combinations;
mod crash;
mod customer;
mod dashboard;
mod declarative;
mod devtools;
mod export;
mod fairness;
mod gaps;
mod influence;
mod inline;
mod languages;
mod large_shop;
mod locks;
mod managers;
mod manners;
mod moving;
mod page_control;
mod page_life;
mod passkeys;
mod pictures;
mod promise;
mod shared_computer;
mod signals;
mod switches;
mod tabs;
mod themes;
