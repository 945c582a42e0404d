//! Writes the seeds where libFuzzer looks for them: `fuzz/corpus/TARGET/NUMBER`.

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (number, (target, seed)) in
        scimwright_fuzz::seeds::seeds(&folder.join("../tests/cases"))?.iter().enumerate()
    {
        let corpus = folder.join("corpus").join(target);
        fs::create_dir_all(&corpus)?;
        fs::write(corpus.join(format!("seed-{number}")), seed)?;
    }
    Ok(())
}
