//! Reports and evidence packs over records that nobody played.

mod answer;
mod example;
mod html;
mod json;
mod junit;
mod markdown;
mod milestones;
mod nasty;
mod pack;
mod text;
mod wired;
