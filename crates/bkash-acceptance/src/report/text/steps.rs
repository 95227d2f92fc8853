use super::wrap::{WIDTH, wrapped};
use crate::milestones::{Milestone, Progress, milestones};
use crate::report::phrases::Phrases;
use crate::report::{Paint, Report};
use crate::words::{Language, Said};

const INDENT: usize = 8;

/// The milestones: what is done and what is left; what is others' to do has no room here.
pub(super) fn steps(report: &Report, language: Language, paint: Paint) -> Vec<String> {
    let mut lines = vec![paint.bold(Phrases::of(language).milestones)];
    for milestone in milestones(report) {
        lines.push(headed(&milestone, paint));
        lines.extend(told(&milestone.done, language));
        lines.extend(told(&milestone.left, language));
    }
    lines
}

fn headed(milestone: &Milestone, paint: Paint) -> String {
    let sign = match milestone.progress() {
        Progress::Shown => paint.good("✓"),
        Progress::Left => paint.open("→"),
        Progress::Others => paint.dim("·"),
    };
    format!("  {sign} {} {}", milestone.id, milestone.name)
}

fn told(said: &[Said], language: Language) -> Vec<String> {
    let texts = said.iter().map(|said| said.in_language(language));
    texts
        .flat_map(|text| wrapped(text, WIDTH - INDENT))
        .map(|line| format!("{}{line}", " ".repeat(INDENT)))
        .collect()
}
