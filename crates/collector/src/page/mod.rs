//! The page for people: rendered here, without a script, with a table beside each plot.

mod plot;
mod words;

use crate::results::{MeasureResults, PeriodResults, Results, State};
use minijinja::{Environment, Value, context};

/// The page as HTML.
pub(crate) fn render(results: &Results) -> Result<String, minijinja::Error> {
    let mut pages = Environment::new();
    pages.add_template("page.html", TEMPLATE)?;
    let measures: Vec<Value> = results.measures.iter().map(of_measure).collect();
    pages.get_template("page.html")?.render(context! {
        site => &results.site,
        rehearsal => results.rehearsal,
        floor => words::grouped(u64::from(results.floor)),
        measures,
    })
}

/// The style sheet, at an address of its own.
pub(crate) const STYLE: &str = include_str!("collector.css");

const TEMPLATE: &str = include_str!("page.html");

/// What the template reads of a measure.
fn of_measure(measure: &MeasureResults) -> Value {
    let released: Vec<&PeriodResults> = of_state(measure, State::Released);
    let open = of_state(measure, State::Open);
    let latest = released.first();
    let needed = measure.reports_for_one_point;
    // Oldest first, as one reads time.
    let row: Vec<&PeriodResults> = released.iter().take(MOST_PERIODS).rev().copied().collect();
    context! {
        name => &measure.name,
        version => measure.version,
        asked => measure.asked,
        title => words::title(measure.kind),
        epsilon => measure.epsilon,
        odds => words::odds(measure.epsilon),
        needed => words::grouped(needed),
        open => open.first().map(|period| context! {
            from => &period.from,
            to => &period.to,
            reports => words::grouped(period.reports.unwrap_or_default()),
        }),
        latest => latest.map(|period| context! {
            from => &period.from,
            to => &period.to,
            reports => words::grouped(period.reports.unwrap_or_default()),
            precise => period.reports.unwrap_or_default() >= needed,
            error => words::points(words::error_at(needed, period.reports.unwrap_or_default())),
            plot => Value::from_safe_string(plot::shares(&period.shares)),
            shares => period.shares.iter().map(|share| context! {
                bucket => &share.bucket,
                share => share.share.map(words::percent),
                low => words::percent(share.low),
                high => words::percent(share.high),
            }).collect::<Vec<Value>>(),
            uplift => period.uplift.iter().map(|uplift| context! {
                action => uplift.action,
                control => words::percent(uplift.control),
                personalised => words::percent(uplift.personalised),
                difference => words::signed(uplift.difference),
                low => words::signed(uplift.low),
                high => words::signed(uplift.high),
                tells => uplift.low > 0.0 || uplift.high < 0.0,
            }).collect::<Vec<Value>>(),
            uplift_plot => (!period.uplift.is_empty())
                .then(|| Value::from_safe_string(plot::uplifts(&period.uplift))),
            is_outcome => measure.kind == "outcome",
        }),
        over_time => (row.len() > 1).then(|| Value::from_safe_string(plot::over_time(&row))),
        periods => of_time(&row),
        withheld => of_state(measure, State::Withheld).iter().map(|period| context! {
            from => &period.from,
            to => &period.to,
        }).collect::<Vec<Value>>(),
    }
}

/// The table beside the plot over time: a row for each bucket, a cell for each period.
fn of_time(row: &[&PeriodResults]) -> Value {
    let Some(last) = row.last() else {
        return Value::UNDEFINED;
    };
    let cells = |at: usize| -> Vec<String> {
        let cell = |period: &&PeriodResults| {
            let share = period.shares.get(at).and_then(|share| share.share);
            share.map_or(words::TOO_FEW.to_owned(), words::percent)
        };
        row.iter().map(cell).collect()
    };
    let rows = last.shares.iter().enumerate().map(|(at, share)| {
        context! { bucket => &share.bucket, cells => cells(at) }
    });
    context! {
        from => row.iter().map(|period| period.from.clone()).collect::<Vec<String>>(),
        rows => rows.collect::<Vec<Value>>(),
    }
}

fn of_state(measure: &MeasureResults, state: State) -> Vec<&PeriodResults> {
    measure.periods.iter().filter(|period| period.state == state).collect()
}

/// A year of periods.
const MOST_PERIODS: usize = 12;
