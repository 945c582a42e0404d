//! Runs the vector files against scimwright, natively and through the npm package.
//!
//! A [`Subject`] answers calls of the JSON surface; a [`mod@format`] knows one kind of file, makes the
//! calls its cases describe and judges the answers. Judging is written once, so both subjects are held to the same.

pub mod differential;
pub mod equal;
pub mod format;
pub mod names;
pub mod report;
pub mod subject;

use std::fs;
use std::path::{Path, PathBuf};

use report::{Disputed, FileReport, Report};
use subject::Subject;

/// Runs every vector file under `directory`.
///
/// # Errors
/// One sentence when the directory cannot be listed or `disputed.json` cannot be read.
pub fn run(directory: &Path, subject: &mut dyn Subject) -> Result<Report, String> {
    let mut paths = Vec::new();
    collect(directory, &mut paths)?;
    paths.sort();
    let disputed = Disputed::read(&paths)?;
    let mut files = Vec::new();
    for path in paths {
        let base = if directory.is_file() { directory.parent().unwrap_or(directory) } else { directory };
        let name = path.strip_prefix(base).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        match format::of(&path) {
            Ok(Some((format, document))) => {
                let cases = (format.judge)(&document, &path, subject);
                files.push(FileReport::new(name, cases, &disputed));
            }
            Ok(None) if path.extension().is_none_or(|kind| kind != "json") => {}
            Ok(None) if path.ends_with("disputed.json") => {}
            Ok(None) => files.push(FileReport::unknown(name)),
            Err(problem) => files.push(FileReport::unreadable(name, &problem)),
        }
    }
    Ok(Report { files })
}

fn collect(directory: &Path, paths: &mut Vec<PathBuf>) -> Result<(), String> {
    let problem = |error| format!("cannot read {}: {error}", directory.display());
    if directory.is_file() {
        paths.push(directory.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(directory).map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}
