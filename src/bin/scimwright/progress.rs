//! A progress bar on a terminal for work of more than a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Counts objects; shows itself after a second, on a terminal only.
pub struct Progress {
    started: Instant,
    bar: Option<ProgressBar>,
    word: &'static str,
    count: u64,
}

impl Progress {
    /// Nothing done yet; `word` says what is done to each object.
    pub fn new(word: &'static str) -> Self {
        Self { started: Instant::now(), bar: None, word, count: 0 }
    }

    /// One object more.
    pub fn step(&mut self) {
        self.add(1);
    }

    /// Some objects more.
    pub fn add(&mut self, objects: u64) {
        let before = self.count;
        self.count += objects;
        // Looking at the clock costs more than most objects.
        if before >> 8 == self.count >> 8 {
            return;
        }
        match &self.bar {
            Some(bar) => bar.set_position(self.count),
            None if self.started.elapsed() > Duration::from_secs(1) && std::io::stderr().is_terminal() => {
                let bar = ProgressBar::new_spinner();
                if let Ok(style) =
                    ProgressStyle::with_template("{spinner} {human_pos} {msg}, {per_sec}, {elapsed}")
                {
                    bar.set_style(style);
                }
                bar.set_message(self.word);
                bar.set_position(self.count);
                self.bar = Some(bar);
            }
            None => {}
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
